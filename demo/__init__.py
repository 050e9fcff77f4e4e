"""The main job from start to end, on the stand-in server: `make demo`."""
