"""The page that builds the authorization URL."""
