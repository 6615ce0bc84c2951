"""How a problem's goldens come to be. The only room of the judge's side that imports torch."""
