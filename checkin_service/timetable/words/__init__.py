"""Papers of classes, made of what the service knows."""
