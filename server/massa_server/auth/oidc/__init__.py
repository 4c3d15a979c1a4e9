"""Signing in at an OpenID Connect provider: authorization code with PKCE (RFC 7636), state and nonce."""
