"""Shapes of the world, projected once, and the projection that places points among them."""
