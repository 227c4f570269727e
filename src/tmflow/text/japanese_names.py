"""Common Japanese names of people and places, and how they are read: told from one another in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

__all__ = ["NameRun", "find_names", "fold_name", "is_known_reading", "standard_form"]

_FAMILIES = """
佐藤 Sato 鈴木 Suzuki 高橋 Takahashi 田中 Tanaka 伊藤 Ito 渡辺 Watanabe 山本 Yamamoto 中村 Nakamura 小林 Kobayashi 加藤 Kato 吉田 Yoshida 山田 Yamada
佐々木 Sasaki 山口 Yamaguchi 松本 Matsumoto 井上 Inoue 木村 Kimura 林 Hayashi 斎藤 Saito 斉藤 Saito 清水 Shimizu 山崎 Yamazaki 阿部 Abe 森 Mori 池田 Ikeda 橋本 Hashimoto
山下 Yamashita 石川 Ishikawa 中島 Nakajima 前田 Maeda 藤田 Fujita 後藤 Goto 小川 Ogawa 岡田 Okada 村上 Murakami 長谷川 Hasegawa 近藤 Kondo 石井 Ishii 坂本 Sakamoto 遠藤 Endo
藤井 Fujii 青木 Aoki 西村 Nishimura 福田 Fukuda 太田 Ota 三浦 Miura 藤原 Fujiwara 岡本 Okamoto 松田 Matsuda 中川 Nakagawa 中野 Nakano 原田 Harada 小野 Ono 田村 Tamura 竹内 Takeuchi
金子 Kaneko 和田 Wada 中山 Nakayama 石田 Ishida 上田 Ueda 森田 Morita 柴田 Shibata 酒井 Sakai 宮崎 Miyazaki 横山 Yokoyama 高木 Takagi 安藤 Ando 宮本 Miyamoto 大野 Ono 小島 Kojima/Ojima
工藤 Kudo 谷口 Taniguchi 今井 Imai 高田 Takada 増田 Masuda 丸山 Maruyama 杉山 Sugiyama 村田 Murata 大塚 Otsuka 新井 Arai 小山 Koyama/Oyama 平野 Hirano 藤本 Fujimoto 河野 Kono/Kawano
上野 Ueno 野口 Noguchi 武田 Takeda 松井 Matsui 千葉 Chiba 岩崎 Iwasaki 菅原 Sugawara 久保 Kubo 木下 Kinoshita 佐野 Sano 野村 Nomura 松尾 Matsuo 市川 Ichikawa 菊地 Kikuchi 菊池 Kikuchi 杉本 Sugimoto
古川 Furukawa 大西 Onishi 島田 Shimada 水野 Mizuno 桜井 Sakurai 高野 Takano/Kono 渡部 Watanabe/Watabe 吉川 Yoshikawa/Kikkawa 山内 Yamauchi/Yamanouchi 西田 Nishida 飯田 Iida 菊田 Kikuta 西川 Nishikawa 小松 Komatsu
北村 Kitamura 安田 Yasuda 五十嵐 Igarashi 川口 Kawaguchi 平田 Hirata 関 Seki 中田 Nakata 久保田 Kubota 服部 Hattori 東 Higashi/Azuma 岩田 Iwata 土屋 Tsuchiya 川崎 Kawasaki 福島 Fukushima 本田 Honda 辻 Tsuji 樋口 Higuchi
秋山 Akiyama 田口 Taguchi 永井 Nagai 山中 Yamanaka 中西 Nakanishi 吉村 Yoshimura 川上 Kawakami 石原 Ishihara 大橋 Ohashi 松岡 Matsuoka 浜田 Hamada 馬場 Baba 森本 Morimoto 矢野 Yano 浅野 Asano 松下 Matsushita
星野 Hoshino 大久保 Okubo 吉岡 Yoshioka 小池 Koike 野田 Noda 荒木 Araki 大谷 Otani/Oya 内田 Uchida 熊谷 Kumagai/Kumagaya 松浦 Matsuura 尾崎 Ozaki 黒田 Kuroda 大島 Oshima 堀 Hori 永田 Nagata 川村 Kawamura 望月 Mochizuki
本間 Honma 内藤 Naito 早川 Hayakawa 松村 Matsumura 菅野 Kanno/Sugano 西山 Nishiyama 福井 Fukui 平井 Hirai 須藤 Sudo 岩本 Iwamoto 大石 Oishi 三宅 Miyake 関口 Sekiguchi 片山 Katayama 西尾 Nishio 吉野 Yoshino 栗原 Kurihara
伊東 Ito 岡崎 Okazaki 松原 Matsubara 鎌田 Kamata 児玉 Kodama 小西 Konishi 篠原 Shinohara 青山 Aoyama 上原 Uehara 宮田 Miyata 富田 Tomita 大川 Okawa 榎本 Enomoto 今村 Imamura 成田 Narita 坂井 Sakai 小倉 Ogura/Kokura 金井 Kanai
八木 Yagi 荒井 Arai 堀内 Horiuchi 南 Minami 大山 Oyama 川島 Kawashima 高山 Takayama 荒川 Arakawa 西野 Nishino 河合 Kawai 石橋 Ishibashi 岸 Kishi 小田 Oda 天野 Amano 鶴田 Tsuruta 大森 Omori 竹田 Takeda 田辺 Tanabe 古田 Furuta
黒木 Kuroki 塚本 Tsukamoto 神田 Kanda 桑原 Kuwabara/Kuwahara 沢田 Sawada 岩井 Iwai 大田 Ota 村井 Murai 津田 Tsuda 植田 Ueda 根本 Nemoto 小原 Ohara/Obara 小泉 Koizumi 平山 Hirayama 宮下 Miyashita 川田 Kawata 奥村 Okumura
辻本 Tsujimoto 安部 Abe 田島 Tajima 川端 Kawabata 中井 Nakai 大場 Oba 広瀬 Hirose 小沢 Ozawa 大沢 Osawa 宮沢 Miyazawa 黒沢 Kurosawa 滝沢 Takizawa 米田 Yoneda 相沢 Aizawa 深沢 Fukazawa 柳沢 Yanagisawa 金沢 Kanazawa 長沢 Nagasawa
町田 Machida 牧野 Makino 吉原 Yoshihara 堀江 Horie 白石 Shiraishi 富永 Tominaga 戸田 Toda 稲垣 Inagaki 長田 Nagata/Osada 土井 Doi 竹中 Takenaka 榊原 Sakakibara 石塚 Ishizuka 田代 Tashiro 安井 Yasui 大原 Ohara 北川 Kitagawa 小谷 Kotani/Odani
倉田 Kurata 前川 Maekawa 高島 Takashima 神谷 Kamiya 河村 Kawamura 松永 Matsunaga 浅井 Asai 中尾 Nakao 奥田 Okuda 江口 Eguchi 村松 Muramatsu 飯塚 Iizuka 徳永 Tokunaga 野崎 Nozaki 大竹 Otake 藤川 Fujikawa 藤村 Fujimura 森山 Moriyama
保科 Hoshina 安倍 Abe 岸田 Kishida 石破 Ishiba 高市 Takaichi 菅 Suga/Kan 麻生 Aso 鳩山 Hatoyama 細川 Hosokawa 織田 Oda 徳川 Tokugawa 豊臣 Toyotomi 豊田 Toyoda/Toyota 毛利 Mori 足利 Ashikaga 源 Minamoto 平 Taira 島津 Shimazu 上杉 Uesugi 北条 Hojo
下田 Shimoda 岡村 Okamura 岡部 Okabe 岡野 Okano 広田 Hirota 江藤 Eto 江川 Egawa 堤 Tsutsumi 堀口 Horiguchi 宮川 Miyagawa 宮城 Miyagi 宮原 Miyahara 小出 Koide 山岸 Yamagishi 山根 Yamane 山村 Yamamura 川本 Kawamoto 平川 Hirakawa 石黒 Ishiguro 石山 Ishiyama
"""
_PLACES = """
北海道 Hokkaido 青森 Aomori 岩手 Iwate 秋田 Akita 山形 Yamagata 茨城 Ibaraki 栃木 Tochigi 群馬 Gunma/Gumma 埼玉 Saitama 東京 Tokyo/Tokio 神奈川 Kanagawa 新潟 Niigata 富山 Toyama 山梨 Yamanashi
長野 Nagano 岐阜 Gifu 静岡 Shizuoka 愛知 Aichi 三重 Mie 滋賀 Shiga 京都 Kyoto 大阪 Osaka 兵庫 Hyogo 奈良 Nara 和歌山 Wakayama 鳥取 Tottori 島根 Shimane 岡山 Okayama 広島 Hiroshima 徳島 Tokushima 香川 Kagawa 愛媛 Ehime
高知 Kochi 福岡 Fukuoka 佐賀 Saga 長崎 Nagasaki 熊本 Kumamoto 大分 Oita 鹿児島 Kagoshima 沖縄 Okinawa 札幌 Sapporo 函館 Hakodate 小樽 Otaru 旭川 Asahikawa/Asahigawa 釧路 Kushiro 根室 Nemuro 仙台 Sendai 盛岡 Morioka 会津 Aizu 水戸 Mito
宇都宮 Utsunomiya 前橋 Maebashi 高崎 Takasaki 川越 Kawagoe 横浜 Yokohama 横須賀 Yokosuka 鎌倉 Kamakura 小田原 Odawara 箱根 Hakone 熱海 Atami 浜松 Hamamatsu 沼津 Numazu 名古屋 Nagoya 豊橋 Toyohashi 松江 Matsue 松山 Matsuyama 高松 Takamatsu
神戸 Kobe 姫路 Himeji 尼崎 Amagasaki 西宮 Nishinomiya 大津 Otsu 彦根 Hikone 倉敷 Kurashiki 尾道 Onomichi 呉 Kure 下関 Shimonoseki 門司 Moji 北九州 Kitakyushu 博多 Hakata 久留米 Kurume 佐世保 Sasebo 別府 Beppu 那覇 Naha 石垣 Ishigaki
釜石 Kamaishi 気仙沼 Kesennuma 石巻 Ishinomaki 塩釜 Shiogama 八戸 Hachinohe 弘前 Hirosaki 酒田 Sakata 鶴岡 Tsuruoka 長岡 Nagaoka 佐渡 Sado 輪島 Wajima 七尾 Nanao 敦賀 Tsuruga 舞鶴 Maizuru 境港 Sakaiminato 出雲 Izumo 萩 Hagi 宇和島 Uwajima
銚子 Choshi 館山 Tateyama 焼津 Yaizu 清瀬 Kiyose 渋谷 Shibuya 新宿 Shinjuku 池袋 Ikebukuro 銀座 Ginza 浅草 Asakusa 築地 Tsukiji 品川 Shinagawa 四国 Shikoku 九州 Kyushu
"""
_VARIANTS = {
    ord(pair[0]): pair[1]
    for pair in (
        "邊辺 邉辺 齋斉 齊斉 斎斉 髙高 﨑崎 碕崎 嵜崎 澤沢 濱浜 濵浜 廣広 國国 櫻桜 嶋島 嶌島 冨富 峯峰 眞真 惠恵 龍竜 瀨瀬 榮栄 黑黒 槇槙 檜桧 藏蔵 關関 豐豊 與与 會会 學学 藪薮 籔薮 瀧滝 栁柳 舘館 淺浅 靜静 條条 實実 曾曽 禰祢 彌弥 淵渕 桒桑 德徳 萬万 壽寿 鐵鉄 圓円 鷗鴎 假仮".split()  # noqa: SIM905 - one pair a line would fill two pages
    )
}
"""Old and rare forms of the kanji of names, each with the common one."""
_KANJI = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(f"[{_KANJI}]+")
_LONG = re.compile(r"([aiueo])(?:h(?![aiueoy])|\1)|(?<=o)u")
_VOICED = str.maketrans({"g": "k", "z": "s", "j": "s", "d": "t", "b": "h", "p": "h"})
_MACRONS = str.maketrans("āīūēōâîûêô", "aiueoaiueo")


@dataclass(frozen=True, slots=True)
class NameRun:
    """A name at the head of a run of kanji: `name` as it stands, `readings` as they are written, `rest` of the run after it."""

    name: str
    readings: tuple[str, ...]
    start: int
    end: int
    rest: str


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    words = (_FAMILIES + _PLACES).split()
    table: dict[str, tuple[str, ...]] = {}
    for name, readings in zip(words[::2], words[1::2], strict=True):
        key = standard_form(name)
        table[key] = tuple(dict.fromkeys((*table.get(key, ()), *readings.split("/"))))
    return table


@cache
def _folded() -> frozenset[str]:
    return frozenset(fold_name(reading) for readings in _readings().values() for reading in readings)


def standard_form(text: str) -> str:
    """Return a text with the old and rare forms of kanji in names as the common ones, length for length.

    >>> standard_form("渡邊と髙﨑と澤")
    '渡辺と高崎と沢'
    """
    return text.translate(_VARIANTS)


def fold_name(latin: str) -> str:
    """Return a romanized name without what romanizations differ in: long vowels, voicing, n and m, shi and si.

    >>> fold_name("Ōhashi") == fold_name("Ohashi"), fold_name("Yamazaki") == fold_name("Yamasaki"), fold_name("Endoh")
    (True, True, 'ento')
    """
    word = _LONG.sub(r"\1", latin.lower().translate(_MACRONS).replace("'", "").replace("’", ""))
    for mine, common in (("tsu", "tu"), ("shi", "si"), ("chi", "ti"), ("fu", "hu"), ("ji", "zi"), ("mb", "nb"), ("mp", "np"), ("mm", "nm")):  # fmt: skip
        word = word.replace(mine, common)
    return word.translate(_VOICED)


def is_known_reading(latin: str) -> bool:
    """Whether a word in Latin letters is how a common name is read.

    >>> is_known_reading("Suzuki"), is_known_reading("Harbor")
    (True, False)
    """
    return fold_name(latin) in _folded()


def find_names(text: str) -> Iterator[NameRun]:
    """Yield the common names that a run of kanji begins with, the longest of each run.

    >>> [(run.name, run.readings, run.rest) for run in find_names("五十嵐由紀館長が小樽に来た。")]
    [('五十嵐', ('Igarashi',), '由紀館長'), ('小樽', ('Otaru',), '')]
    """
    table = _readings()
    for found in _RUN.finditer(text):
        run = standard_form(found.group())
        for length in (3, 2, 1):
            if len(run) >= length and run[:length] in table:
                end = found.start() + length
                yield NameRun(
                    text[found.start() : end], table[run[:length]], found.start(), end, found.group()[length:]
                )
                break
