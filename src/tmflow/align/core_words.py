"""A small vocabulary for texts of every kind, so that alignment has words to go by where no dictionary is installed.

Written for tmflow: everyday words, and those of news and of documents. Verbs and adjectives stand by the part that does not
inflect. A key of one kanji counts only where no other kanji stands beside it. `lexicon.py` compiles and applies the table.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["iter_core_words"]


def iter_core_words() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each Japanese word and the English words that most often translate it.

    >>> dict(iter_core_words())["政府"]
    ('government', 'administration')
    """
    for entry in _TABLE.replace("\n", ";").split(";"):
        japanese, _, english = entry.strip().partition(" ")
        if english:
            yield japanese, tuple(english.split("/"))


_TABLE = """
年 year; 日 day; 週 week; 週間 week; 時間 hour/time; 分 minute; 秒 second; 今日 today; 本日 today; 昨日 yesterday; 明日 tomorrow
今年 year; 昨年 last/year; 去年 last/year; 来年 next/year; 毎年 year/annual; 先月 last/month; 来月 next/month; 先週 last/week
来週 next/week; 今週 week; 毎日 daily/day; 毎週 week; 朝 morning; 昼 noon/midday; 夕方 evening; 夜 night/evening
正午 noon; 春 spring; 夏 summer; 秋 autumn/fall; 冬 winter; 季節 season; 世紀 century; 時代 era/age/period; 将来 future
未来 future; 過去 past; 現在 now/current/present; 最近 recent; 最初 first/initial; 最後 last/final; 最終 final; 当時 time; 以来 since
月曜 Monday; 火曜 Tuesday; 水曜 Wednesday; 木曜 Thursday; 金曜 Friday; 土曜 Saturday; 日曜 Sunday; 祝日 holiday; 平日 weekday; 休日 holiday
週末 weekend; 誕生日 birthday; 歳 year/age/old; 年齢 age; 期間 period/term; 期限 deadline; 瞬間 moment; 前日 previous/before; 翌日 next/following
人 person/people; 人々 people; 男 man; 女 woman; 男性 man/male; 女性 woman/female; 子ども child; 子供 child; 大人 adult; 父 father; 母 mother
親 parent; 両親 parent; 兄 brother; 弟 brother; 姉 sister; 妹 sister; 祖父 grandfather; 祖母 grandmother; 家族 family; 夫 husband; 妻 wife
息子 son; 娘 daughter; 友人 friend; 友達 friend; 仲間 companion/friend/fellow; 住民 resident; 市民 citizen; 国民 people/citizen/nation
国 country/nation; 町 town; 村 village; 市 city; 県 prefecture; 島 island; 都市 city; 地域 region/area/local; 地方 region/local; 世界 world
日本 Japan; 東京 Tokyo; 大阪 Osaka; 京都 Kyoto; 米国 US/America/American/States; 中国 China/Chinese; 韓国 Korea/Korean; 英国 Britain/UK/British
北朝鮮 Korea; 欧州 Europe/European; 米 US/American/America; 露 Russia/Russian; 英 British/UK; 仏 French/France; 独 German/Germany; 英語 English
アメリカ America/US/States; ロシア Russia/Russian; ウクライナ Ukraine/Ukrainian; イギリス Britain/UK/British; ドイツ Germany/German
フランス France/French; イタリア Italy/Italian; スペイン Spain/Spanish; インド India/Indian; イスラエル Israel/Israeli; アジア Asia/Asian
ヨーロッパ Europe/European; アフリカ Africa/African; キーウ Kyiv/Kiev; キエフ Kiev/Kyiv; ソ連 Soviet; 国連 UN/Nations; 日本人 Japanese
日本語 Japanese; 国際 international; 国内 domestic/country; 海外 overseas/abroad; 外国 foreign; 国境 border; 首都 capital; 領土 territory
政府 government/administration; 政権 administration/government/regime; 大統領 president; 首相 minister/premier; 大臣 minister; 外相 foreign/minister
議会 council/parliament/congress; 国会 Diet/parliament; 議員 lawmaker/member/senator; 議長 chair/speaker; 町長 mayor; 市長 mayor; 知事 governor
長官 secretary/director/chief; 特使 envoy; 大使 ambassador; 官僚 official/bureaucrat; 当局 authority/official; 政治 politics/political; 政策 policy
政党 party; 与党 ruling/party; 野党 opposition; 選挙 election; 投票 vote; 採決 vote; 法律 law; 憲法 constitution; 法案 bill; 条約 treaty
裁判 trial/court; 裁判所 court; 警察 police; 犯罪 crime; 逮捕 arrest; 事件 case/incident; 事故 accident; 権力 power; 権利 right; 自由 free/freedom
民主 democracy/democratic; 外交 diplomacy/diplomatic; 会談 talk/meeting/summit; 首脳 leader/summit; 会議 meeting/conference; 協議 talk/consultation
交渉 negotiation/talk/negotiate; 合意 agreement/agree; 協定 agreement; 和平 peace; 平和 peace; 戦争 war; 戦闘 fighting/battle/combat; 停戦 ceasefire/truce
軍 military/army/force; 軍事 military; 兵士 soldier/troop; 部隊 troop/unit/force; 攻撃 attack/strike; 侵攻 invasion; 防衛 defense/defence; 安全 safe/safety/security
安全保障 security; 安全保証 guarantee; 核 nuclear; 核兵器 nuclear; 兵器 weapon; 武器 weapon/arms; ミサイル missile; 無人機 drone; 制裁 sanction; 支援 support/aid/assistance
援助 aid/assistance; 同盟 alliance/ally; 同盟国 ally; 敵 enemy; 脅威 threat; 圧力 pressure; 危機 crisis; 紛争 conflict; 対立 conflict/confrontation; 戦略 strategy/strategic
計画 plan/project; 案 plan/proposal; 提案 proposal/propose; 目標 goal/target; 目的 purpose/aim; 条件 condition; 約束 promise; 要求 demand; 主張 claim/argue/insist
批判 criticism/criticize; 反対 oppose/opposition/against; 賛成 support/favor; 支持 support; 拒否 reject/refuse; 承認 approve/approval; 決定 decide/decision
発表 announce/announcement; 報告 report; 報道 report/media; 説明 explain/explanation; 指摘 point; 強調 emphasize/stress; 表明 express/state; 声明 statement
発言 remark/statement; 演説 speech/address; 会見 conference/press; 記者 reporter/journalist/correspondent; 記事 article/story; 新聞 newspaper/paper; 雑誌 magazine; 放送 broadcast
経済 economy/economic; 財政 fiscal/finance/financial; 予算 budget; 税 tax; 税金 tax; 費用 cost/expense; 価格 price; 値段 price; 料金 fee/charge/fare; 運賃 fare
給料 pay/salary/wage; 賃金 wage; 収入 income/revenue; 利益 profit/interest/benefit; 損失 loss; 投資 investment/invest; 市場 market; 貿易 trade; 輸出 export; 輸入 import
企業 company/firm/business; 会社 company/firm; 産業 industry; 工場 factory/plant; 製品 product; 商品 product/goods; 店 shop/store; 客 customer/guest/visitor; 銀行 bank; 金融 finance/financial
資金 fund/money; 資産 asset; 寄付 donation/donate; 借金 debt/loan; 関税 tariff; 株 stock/share; 円 yen; ドル dollar; ユーロ euro; 石油 oil; 天然ガス gas; 資源 resource; 電力 power/electricity
電気 electricity/electric; 農業 agriculture/farming; 漁業 fishing/fishery; 農家 farmer; 労働 labor/work; 労働者 worker; 仕事 work/job; 社員 employee; 職員 staff/official
会員 member; 代表 representative/head; 社長 president; 専門家 expert/specialist; 教授 professor; 先生 teacher/doctor; 教師 teacher; 学生 student; 生徒 student/pupil; 高校生 high/student/pupil
学校 school; 小学校 elementary/school; 中学校 junior/school; 高校 high/school; 大学 university/college; 教室 classroom/class; 教育 education; 研究 research/study; 研究者 researcher/scientist
科学 science/scientific; 科学者 scientist; 技術 technology/technique; 博士 Dr/doctor; 調査 survey/investigation/study; 実験 experiment; 分析 analysis/analyze; 結果 result; 原因 cause; 理由 reason; 影響 influence/effect/impact
問題 problem/issue/question; 課題 issue/challenge/task; 質問 question; 解決 solve/solution/resolve; 方法 way/method; 手段 means; 手順 procedure/step; 例 example; 事実 fact; 真実 truth
情報 information; 記録 record; 資料 material/document; 書類 document/paper; 文書 document; 写真 photo/photograph/picture; 画像 image; 絵 picture/painting; 映画 film/movie; 音楽 music; 歌 song/sing
本 book; 図書館 library; 博物館 museum; 美術館 museum; 病院 hospital; 医師 doctor/physician; 医者 doctor; 看護 nurse/nursing; 患者 patient; 病気 disease/illness/sick; 薬 medicine/drug; 健康 health
治療 treatment; 感染 infection; 生命 life; 命 life; 死 death/die; 死亡 die/death/dead; 死者 dead/death; 生活 life/living; 人生 life; 社会 society/social; 文化 culture/cultural; 歴史 history/historic/historical
伝統 tradition/traditional; 宗教 religion/religious; 教会 church; 寺 temple; 神社 shrine; 祭り festival; 言葉 word/language; 言語 language; 意味 meaning/mean; 名前 name; 話 story/talk; 物語 story/tale; 考え idea/thought/think/consider
心 heart/mind; 気持ち feeling; 夢 dream; 希望 hope; 恐怖 fear; 怒り anger/angry; 喜び joy; 愛 love; 顔 face; 目 eye; 耳 ear; 口 mouth; 手 hand; 足 foot/leg; 頭 head; 体 body; 声 voice; 涙 tear; 血 blood
家 house/home; 部屋 room; 窓 window; 扉 door; ドア door; 壁 wall; 床 floor; 屋根 roof; 庭 garden; 階段 stair/step; 机 desk/table; 椅子 chair; 箱 box/crate; 鍵 key; 時計 clock/watch; 建物 building
道 road/way/path/street; 道路 road; 橋 bridge; 駅 station; 電車 train; 列車 train; 車 car/vehicle; 自動車 car/automobile; 自転車 bicycle/bike; バス bus; 船 ship/boat/vessel; 飛行機 plane/airplane; 空港 airport; 港 harbor/harbour/port
公園 park; 広場 square; 畑 field; 森 forest/wood; 木 tree/wood; 花 flower; 草 grass; 葉 leaf; 種 seed; 果物 fruit; 野菜 vegetable; 山 mountain; 川 river; 湖 lake; 海 sea/ocean; 海岸 coast/shore; 岸 shore/bank; 波 wave
空 sky; 雲 cloud; 雨 rain; 雪 snow; 風 wind; 嵐 storm; 台風 typhoon; 天気 weather; 気温 temperature; 温度 temperature; 気候 climate; 環境 environment/environmental; 地震 earthquake; 津波 tsunami; 洪水 flood; 火 fire; 火事 fire; 火災 fire
水 water; 水道 water; 氷 ice; 石 stone; 土 soil/earth; 砂 sand; 金 gold/money; 銀 silver; 鉄 iron; 油 oil; 紙 paper; 光 light; 影 shadow; 音 sound/noise; 色 colour/color; 星 star; 月面 moon; 太陽 sun/solar; 宇宙 space/universe; 地球 earth/globe; 観測 observe/observation
犬 dog; 猫 cat; 鳥 bird; 魚 fish; 馬 horse; 牛 cow/cattle; 虫 insect/bug; 動物 animal; 植物 plant; 食べ物 food; 食料 food; 料理 dish/cooking/cook; 肉 meat; 卵 egg; 茶 tea; 酒 alcohol/sake; パン bread/baker; 朝食 breakfast; 昼食 lunch; 夕食 dinner/supper; 味 taste/flavor
大きな big/large/great; 大き big/large; 小さ small/little; 高 high/tall/expensive; 低 low; 長 long; 短 short; 新し new; 新た new; 古 old; 若 young; 良 good; 悪 bad; 早 early/fast; 速 fast/quick; 遅 late/slow; 強 strong; 弱 weak; 重 heavy; 軽 light; 深 deep; 広 wide/broad; 狭 narrow; 近 near/close; 遠 far/distant
白 white; 黒 black; 赤 red; 青 blue; 緑 green; 美し beautiful; 静か quiet/silent; 難し difficult/hard; 簡単 easy/simple; 重要 important/key; 必要 need/necessary; 可能 possible; 可能性 possibility/may/might/likely; 危険 danger/dangerous/risk; 特別 special; 同じ same; 全て all/every; 多く many/much/most; 少な few/little; 半分 half
正し right/correct; 明らか clear/evident; 確か certain/sure; 自然 nature/natural; 普通 usual/ordinary; 有名 famous; 幸せ happy; 悲し sad; 寂し lonely/miss; 嬉し happy/glad; 暑 hot; 熱 hot/heat/fever; 寒 cold; 冷た cold; 暖か warm; 暗 dark; 明る bright; 無料 free; 一部 some/part; 全体 whole/entire/total; 合計 total
北 north; 南 south; 東 east; 西 west; 右 right; 左 left; 上 above/up/top; 下 under/below/down; 前 before/ago/front; 後 after/later; 中 in/inside/middle; 外 outside; 内 inside/within; 横 beside/side; 隣 next/neighbour; 間 between/while; 周辺 around; 近く near; 中心 center/centre; 東部 eastern/east; 西部 western/west; 南部 southern; 北部 northern
言 say/tell/call; 述べ say/state; 語 say/tell/speak/talk; 話し talk/speak/say; 答え answer/reply; 聞 hear/ask/listen; 見 see/look/watch; 読 read; 書 write; 思 think/feel; 知 know/learn; 分か understand/know; 覚え remember; 忘れ forget; 教え teach/tell; 学 learn/study; 始ま begin/start; 始め begin/start; 終わ end/finish; 続 continue; 止ま stop
行 go; 来 come; 帰 return/home; 戻 return/back; 入 enter/go; 出 leave/go/out; 乗 ride/board; 降り get/off; 歩 walk; 走 run; 立 stand; 座 sit; 待 wait; 会 meet; 別れ part; 送 send; 届 reach/deliver; 受け receive/accept; 持 have/hold/carry; 取 take/get; 置 put/place; 使 use; 使用 use; 利用 use; 利用者 user/passenger; 作 make/build/create; 造 build/make
建て build; 建設 construction/build; 直 repair/fix; 修理 repair; 壊 break/broken; 開 open; 閉 close/shut; 開催 hold; 売 sell; 買 buy; 払 pay; 支払 pay/payment; 貸 lend; 借 borrow; 返 return; 増え increase/grow/rise; 増加 increase; 減少 decrease/decline; 減 decrease/reduce/fall; 上が rise/go; 下が fall/drop; 変 change; 変更 change; 変化 change
選 choose/select/pick; 決 decide; 示 show; 残 remain/leave/remaining/rest; 失 lose; 得 get/gain; 勝 win; 負け lose; 戦 fight/battle; 守 protect/keep; 助け help/save; 救 save/rescue; 殺 kill; 死ん die/dead; 生き live/survive; 生ま born; 育 grow/raise; 住 live; 働 work; 休 rest/holiday; 寝 sleep; 起き wake/happen; 食べ eat; 飲 drink; 笑 laugh/smile; 泣 cry; 遊 play; 泳 swim; 飛 fly
落 fall/drop; 投げ throw; 捨て throw/discard; 押 push/press; 引 pull/draw; 切 cut; 結 tie/connect; 集 collect/gather; 集め collect/gather; 並 line; 比べ compare; 数え count; 測 measure; 測定 measure/measurement; 調べ check/examine/investigate; 探 search/look; 見つけ find; 見つか find; 現れ appear; 消え disappear/vanish; 隠 hide; 起こ happen/occur; 認め admit/recognize; 求め ask/seek/demand; 願 wish/hope; 信じ believe
試 try; 努力 effort; 準備 prepare/preparation; 参加 join/participate/part; 協力 cooperate/cooperation/help; 組合 union/cooperative/association; 団体 group/organization; 組織 organization; 委員会 committee/commission; 責任 responsibility; 責任者 head; 担当 charge; 役割 role; 管理 manage/management/control; 運営 run/operate; 設置 set/install; 設計 design; 開発 develop/development
追加 add/additional; 削除 delete/remove; 保存 save/store/keep; 表示 display/show; 設定 setting/set/configure; 入力 input/enter; 出力 output; 実行 run/execute; 選択 select/choose/selection; 検索 search; 更新 update; 作成 create; 編集 edit; 確認 check/confirm/verify; 接続 connect/connection; 機能 function/feature; 画面 screen; 文字 character/letter; 文字列 string; 関数 function; 引数 argument; 値 value; 配列 array; 変数 variable; 型 type
翻訳 translation/translate; 翻訳者 translator; 原文 original/source; 訳注 note; 注 note; 提供 provide/offer; 掲載 publish/post/print; 公開 open/public/publish; 予定 plan/schedule/due; 見通し expect/prospect/outlook; 見込み expect; 予想 expect/forecast; 予測 predict/forecast; 期待 expect/hope; 注目 attention/watch; 目撃 witness; 訪問 visit; 訪れ visit; 旅行 travel/trip; 観光 tourism/tourist; 案内 guide/information
数字 number/figure; 数 number; 人口 population; 割合 rate/share/percentage; 平均 average; 最大 largest/maximum/biggest; 最高 highest/best/record; 最低 lowest/minimum; 以上 more/over/least; 以下 less/below/following; 未満 less/under; 約 about/approximately/some; 倍 times/double; 一つ one; 二つ two; 三つ three; 二人 two; 毎 every/each; 初めて first; 再び again; さらに further/more; しかし but/however; だが but/yet/however; 一方 while/meanwhile/other; また also/again; そして and/then
もし if; なぜ why; どこ where; いつ when; 誰 who/nobody/anyone; 何 what/something; 自分 own/self/oneself; 私 I/my/me; 私たち we/our/us; 彼 he/his; 彼女 she/her; 彼ら they/their; みな everyone/all; ここ here; 今 now; まだ still/yet; もう already/any; ほとんど almost/most/nearly; 常に always; すぐ soon/immediately; 突然 sudden; 一緒 together; なければ must/have
"""
