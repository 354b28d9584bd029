"""Recipes and the trainer."""
