"""What the page shows, made without a browser: view models, HTML with every foreign text escaped, and boxed page images."""
