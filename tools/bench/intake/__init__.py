"""What the intake's part of `make bench` stands on: load, the product's own server, bodies, the bare view."""
