"""What a schema cannot say of a spec. One small function a rule; `check` runs them all."""
