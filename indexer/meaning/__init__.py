"""What a question means rather than the words it uses: vectors of habeas data rulings and their fundamentos, and digests of what was asked for."""
