"""What did the person mean? The trained model run in process, and a Rasa server as a second backend."""
