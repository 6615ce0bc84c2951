# expect: CE no-solve
# nothing yet, sorry
