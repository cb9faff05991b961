"""How a team signs in: the table `[team]` of the settings file, or `DESK_TEAM` as JSON. Without it there is one user and no login."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator


class TeamSettings(BaseModel):
    """Sign-in, sessions and serving of a team; an empty table turns the team on with these."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passwords: bool = Field(True, description="Whether users may sign in with a password that is kept here.")
    oidc: bool = Field(False, description="Whether they sign in with the company's OpenID provider, as Streamlit's secrets name it.")
    claim: str = Field("email", min_length=1, max_length=64, description="What of the provider's claims names the user: email, sub, upn.")
    issuer: str = Field("", max_length=500, description="The provider's issuer, where Streamlit's secrets name several.")
    idle_minutes: int = Field(30, ge=1, le=1_440, description="A session ends after this long without a request.")
    hours: int = Field(10, ge=1, le=168, description="A session ends so long after it began, whatever is done.")
    tries: int = Field(5, ge=1, le=100, description="How often a name may be tried in `tries_minutes`.")
    tries_of_all: int = Field(100, ge=1, le=100_000, description="How often all names together may be.")
    tries_minutes: int = Field(5, ge=1, le=1_440, description="How long a try counts.")
    certificate: Path | None = Field(None, description="The server's certificate (PEM), for TLS without a proxy.")
    certificate_key: Path | None = Field(None, description="Its private key (PEM).")
    behind_proxy: bool = Field(
        False, description="Whether a proxy before this program ends TLS; it must be the only one to reach the port."
    )

    @model_validator(mode="after")
    def _fits_together(self) -> TeamSettings:
        """Hold that there is a way in, and that certificate and key come together."""
        if not (self.passwords or self.oidc):
            raise ValueError("team has no way to sign in: set passwords or oidc")
        if (self.certificate is None) != (self.certificate_key is None):
            raise ValueError("team.certificate and team.certificate_key go together: give both")
        return self

    @property
    def is_encrypted(self) -> bool:
        """Return whether browsers reach the page by TLS."""
        return self.certificate is not None or self.behind_proxy
