"""Learned components beside the rules: trained on what the rules say of unlabelled rulings, measured on hand labels (docs/aprendizaje.md)."""
