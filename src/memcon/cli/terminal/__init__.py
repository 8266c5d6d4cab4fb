"""What a person sees in a terminal while a command works, and after."""
