from django.urls import path

from accounts import number_views, second_factor_views, views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-in/who/", views.who, name="who"),
    path("sign-in/welcome/", views.welcome, name="welcome"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("privacy/", views.privacy, name="privacy"),
    path("second-factor/", second_factor_views.second_factor, name="second_factor"),
    path("second-factor/set-up/", second_factor_views.second_factor_set_up, name="second_factor_set_up"),
    path("second-factor/recovery-codes/", second_factor_views.recovery_codes, name="recovery_codes"),
    path("me/data/", views.data, name="data"),
    path("me/data/phone/", number_views.change_phone, name="change_phone"),
]
