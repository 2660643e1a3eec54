"""Tables that hold what publishers report, before any measure chooses among them."""
