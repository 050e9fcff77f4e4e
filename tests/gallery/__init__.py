"""The specs of real providers in spec/gallery."""
