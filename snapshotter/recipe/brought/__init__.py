"""Files that came from outside the recorded shell, and that typed commands then moved, copied or changed."""
