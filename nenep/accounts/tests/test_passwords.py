import unicodedata

import pytest

from nenep.accounts import passwords


class TestHashes:
    def test_the_same_password_and_salt_give_the_same_hash(self):
        stored = passwords.new_hash("rừng xanh suối mát")
        salt = stored.rpartition("$")[0]
        assert passwords.hash_like("rừng xanh suối mát", salt) == stored
        assert passwords.hash_like("rừng xanh suối mat", salt) != stored

    def test_a_password_typed_on_another_keyboard_is_the_same(self):
        salt = passwords.decoy_salt("any")
        typed = unicodedata.normalize("NFD", "rừng xanh")
        assert passwords.hash_like(typed, salt) == passwords.hash_like("rừng xanh", salt)

    def test_costs_stored_earlier_are_kept(self):
        salt = "$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0"
        assert passwords.hash_like("x", salt).startswith(salt + "$")

    def test_an_unknown_name_always_gets_the_same_salt_at_the_same_cost(self):
        stored = passwords.new_hash("x")
        decoy = passwords.decoy_salt("nobody")
        assert decoy == passwords.decoy_salt("nobody") != passwords.decoy_salt("somebody")
        assert decoy.split("$")[:4] == stored.split("$")[:4]

    @pytest.mark.usefixtures("production_cost")
    def test_are_dear_to_guess(self):
        # OWASP's smallest advised cost of argon2id.
        for stored in (passwords.new_hash("x"), passwords.decoy_salt("nobody")):
            assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    def test_refuses_a_salt_of_another_form(self):
        with pytest.raises(ValueError, match="no salt"):
            passwords.hash_like("x", "$2b$12$abc")
