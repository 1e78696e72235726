"""What people run: a module for each `make` target that is more than a tool's own command."""
