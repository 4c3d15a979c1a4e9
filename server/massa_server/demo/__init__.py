"""The demo: an account with a finished analysis of a simulated sample, made the way a person would make it."""
