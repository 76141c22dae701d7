"""Which sites a person uses, and with which tokens. The tokens never touch a file of ours."""
