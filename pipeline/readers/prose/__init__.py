"""What the readers of word processors' files share: archives, safe XML, typefaces, numbers, runs put together."""
