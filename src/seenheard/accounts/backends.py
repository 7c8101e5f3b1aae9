"""Who is let in by password: active people only, and one answer for everyone else."""

from allauth.account.auth_backends import AuthenticationBackend

from seenheard.accounts import queries


class SignIn(AuthenticationBackend):
    """allauth's backend, without its page for switched-off accounts.

    That page would tell a stranger with a leaked password that the account exists; here a switched-off
    account, a wrong password and an unknown address get the same answer in the same time.
    """

    def _check_password(self, user, password):
        if user is None:
            return None
        self._did_check_password = True
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def get_user(self, user_id):
        """The person of a session, and with the same query whether they ever stand in for somebody: few do."""
        user = queries.person_of_a_session(user_id)
        return user if user and self.user_can_authenticate(user) else None
