"""Public bodies: `names` takes a printed name apart, `register` tells which body it means."""
