"""What Rasa's own components lack. Each registers with Rasa's recipe, as its documentation asks."""
