"""Reading a program without running it: what each expression certainly is, followed through names and calls.

The reader walks the program in the order Python would run it, with values that are known, known to be data, or
unknown. It never guesses: what it does not know is silent here and settled by the sandbox.
"""
