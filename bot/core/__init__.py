"""What every feature stands on and which knows no feature."""
