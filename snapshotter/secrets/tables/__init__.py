"""What is known about secrets, as data: words, phrases, forms of tokens, programs and files."""
