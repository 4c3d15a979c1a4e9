"""What tests share: people, uploads, and server processes."""
