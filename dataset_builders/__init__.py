"""The registry-driven builder behind `load_dataset`, its releases and card templates."""
