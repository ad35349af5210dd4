from django.urls import path, re_path

from saccos import duplicates_views, moving_views, print_views, views
from saccos.inviting import join_views, personal_views
from saccos.inviting import views as inviting_views
from saccos.managing import becoming, news_views
from saccos.managing import views as managing_views
from saccos.minute import board_views, card_views, export_views, person_views, remind_views
from saccos.roster import row_views
from saccos.roster import views as roster_views
from saccos.seals import views as seal_views

app_name = "saccos"

urlpatterns = [
    path("join/<slug:token>/", join_views.join, name="join"),
    path("moved/<slug:token>/", moving_views.refuse_move, name="refuse_move"),
    path("manage/", views.operators, name="operators"),
    path("manage/<slug:operator>/", views.dashboard, name="dashboard"),
    path("manage/<slug:operator>/same/", duplicates_views.same, name="duplicates"),
    path("manage/<slug:operator>/staff/", views.staff, name="staff"),
    path("manage/<slug:operator>/staff/print/", export_views.print_list, name="print_list"),
    path("manage/<slug:operator>/staff/export.<str:form>", export_views.export, name="export"),
    path("manage/<slug:operator>/staff/<int:pk>/", person_views.person, name="person"),
    path("manage/<slug:operator>/remind/", remind_views.remind, name="remind"),
    path("manage/<slug:operator>/cards/", card_views.cards, name="cards"),
    path("manage/<slug:operator>/board.pdf", board_views.board, name="board"),
    path("manage/<slug:operator>/import/", roster_views.rosters, name="rosters"),
    path("manage/<slug:operator>/import/<slug:token>/", roster_views.roster, name="roster"),
    path("manage/<slug:operator>/import/<slug:token>/to-mend.csv", roster_views.to_mend, name="roster_to_mend"),
    path("manage/<slug:operator>/import/<slug:token>/<int:number>/", row_views.row, name="roster_row"),
    path("manage/<slug:operator>/invite/", inviting_views.invite, name="invite"),
    path("manage/<slug:operator>/invite/poster/", inviting_views.print_poster, name="poster"),
    path("manage/<slug:operator>/seal/", seal_views.manage, name="seal"),
    path("manage/<slug:operator>/seal/give/", seal_views.give, name="give_seal"),
    re_path(r"^manage/(?P<operator>[-\w]+)/seal/(?P<form>poster|sticker)\.pdf$", seal_views.paper, name="seal_paper"),
    path("seal/<slug:code>/", seal_views.public, name="public_seal"),
    path("manage/<slug:operator>/invitations/", personal_views.invited, name="invited"),
    path("manage/<slug:operator>/invitations/send/", personal_views.send, name="send_invitations"),
    path("manage/<slug:operator>/invitations/slips/", personal_views.print_slips, name="slips"),
    path("manager/<slug:token>/", becoming.become_manager, name="become_manager"),
    path("manage/<slug:operator>/managers/", managing_views.managers, name="managers"),
    path("manage/<slug:operator>/managers/invite/", managing_views.invite, name="invite_manager"),
    path("manage/<slug:operator>/managers/invited/<int:pk>/", managing_views.invitation, name="manager_invitation"),
    path("manage/<slug:operator>/managers/leave/", managing_views.leave, name="leave_managing"),
    path("manage/<slug:operator>/managers/<int:pk>/", managing_views.manager, name="manager"),
    path("manage/<slug:operator>/history/", news_views.acts, name="history"),
    path("manage/<slug:operator>/digest/", news_views.choose_digest, name="digest"),
    path("digest/stop/<str:token>/", news_views.stop_digest, name="stop_digest"),
    path("digest/confirm/<slug:token>/", news_views.confirm_digest, name="confirm_digest"),
    path("manage/<slug:operator>/print/", print_views.choose, name="print"),
    path("manage/<slug:operator>/print/<slug:token>/", print_views.progress, name="print_job"),
    path("manage/<slug:operator>/print/<slug:token>/file/", print_views.file, name="print_file"),
]
