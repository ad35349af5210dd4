"""Who may do what with newsletters. Sending is a right of its own: that to add deliveries."""


def may_write(user) -> bool:
    return user.has_perm("newsletter.change_issue")


def may_send(user) -> bool:
    return may_write(user) and user.has_perm("newsletter.add_delivery")
