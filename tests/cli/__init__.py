"""The command line as a script meets it: words in, exit status, standard output, standard error and files out."""
