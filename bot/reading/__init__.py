"""Reads the words in pictures with Tesseract, in a process of its own for each picture."""
