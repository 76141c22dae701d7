"""What every test is held to, beyond its own assertions: see each module for one rule."""
