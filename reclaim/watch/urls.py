from django.urls import path

from reclaim.watch import views
from reclaim.watch.views import tell, tips

app_name = "watch"
urlpatterns = [
    path("", views.threats, name="threats"),
    path("threats/<int:pk>/", views.threat, name="threat"),
    path("threats/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("threats/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("tips/", tips.tips, name="tips"),
    path("tips/tell/", tell.tell, name="tell"),
    path("tips/mine/", tell.my_tips, name="my-tips"),
    path("tips/pages/", tips.pages, name="tip-pages"),
    path("tips/pages/<slug:slug>/open/", tips.open_page, name="open-tip-page"),
    path("tips/pages/<slug:slug>/close/", tips.close_page, name="close-tip-page"),
    path("tips/<int:pk>/", tips.tip, name="tip"),
    path("tips/<int:pk>/take-up/", tips.take_up, name="take-up-tip"),
    path("tips/<int:pk>/take-up-again/", tips.take_up_again, name="take-up-tip-again"),
    path("tips/<int:pk>/threat/", tips.make_threat, name="make-threat-of-tip"),
    path("tips/<int:pk>/known-threat/", tips.put_to_threat, name="put-tip-to-threat"),
    path("tips/<int:pk>/set-aside/", tips.set_aside_tip, name="set-tip-aside"),
    path("tips/<int:pk>/who/", tips.who_told, name="who-told"),
    path("told/<str:token>/", tell.receipt, name="receipt"),
    path("told/<str:token>/name/", tell.take_name_off, name="take-name-off"),
    path("tell/<str:token>/", tell.tell_openly, name="tell-openly"),
    path("services/", views.guarded, name="services"),
    path("services/add/", views.add_service, name="add-service"),
    path("services/<int:pk>/", views.service, name="service"),
    path("services/<int:pk>/edit/", views.edit_service, name="edit-service"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("sources/<slug:slug>/set-aside/", views.set_aside, name="set-aside"),
    path("rows/<str:row>/", views.row, name="row"),
]
