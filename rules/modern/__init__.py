"""Modern and simple: checkpoints, old interfaces, needless waiting."""
