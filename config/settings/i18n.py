"""Chinese first, English beside it; China's time."""

from xinan.gateways.home import CHECKOUT

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [CHECKOUT / "src" / "xinan" / "locale"]
LANGUAGE_COOKIE_NAME = "xinan_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
