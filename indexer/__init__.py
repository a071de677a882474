"""Documents → text → rulings → relations → index. Imports models only."""
