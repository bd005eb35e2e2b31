"""A finished layout and a theme's paint become a scene. Drawing decides no position."""
