"""Rules of SRX 2.0: cutting by them, and our own said in them."""
