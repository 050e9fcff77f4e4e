"""The exchange of codes: small specs, whose packages are imported side by side."""
