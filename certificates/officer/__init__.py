"""What an officer's phone needs to check certificates without a network, and the pages that use it."""
