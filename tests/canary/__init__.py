"""A token and links that must turn up nowhere, whatever a site answers: planted, driven about, looked for."""
