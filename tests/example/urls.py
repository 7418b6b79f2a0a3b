"""The addresses of the product and of the example app."""

from django.urls import include, path

from nenep.web.urls import urlpatterns as of_product

urlpatterns = [*of_product, path("", include("nenep.bookshelf.urls"))]
