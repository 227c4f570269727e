"""Pairs of plain words that are each other's opposite, in both languages: people, places, times, states, opinions."""

from __future__ import annotations

__all__ = ["COMMON_WORDS", "PLAIN_OPPOSITES"]

_COMMON = """
adopted established few little
aged ahead against back beginning big board bottom cap case city clear close closes closed closing cold cool could
critical cut dark deep defense dim direct down due early edge employ end ends ended even fail fall favor fear fine fire
firm first foreign forward free friends front full future hard head heavy high hit inside interim inward large last late
lead leading leads leave left less light lights limit lit lively local long loss lost low lower major many may might
minor most negative new none noted official old older once open opens opened opening out outside paid part pass passed
past planned plus poor positive possible private public rear regular return returns rich right scheduled sell senior
seniors short side simple small soft special spring start starts started still strong surely tail tender thick thin top
tough trust turned under up upper used wet wide willing worn youth
"""
COMMON_WORDS = frozenset(_COMMON.split())
"""English that is common in other senses: "once you know him", "could want", "a close look". Alone it tells nothing."""

PLAIN_OPPOSITES = (
    # People
    ("兄[がはのをにと、]", r"(?:older|elder|big)\sbrothers?", "弟[がはのをにと、]", r"(?:younger|little)\sbrothers?"),
    ("姉[がはのをにと、]", r"(?:older|elder|big)\ssisters?", "妹[がはのをにと、]", r"(?:younger|little)\ssisters?"),
    ("教師|教員|教諭", r"teachers?", "生徒|児童", r"students?|pupils?"),
    ("医師|医者", r"doctors?|physicians?", "患者", r"patients?"),
    ("上司", r"boss(?:es)?|superiors?|supervisors?", "部下", r"subordinates?"),
    ("原告", r"plaintiffs?", "被告", r"defendants?"),
    ("加害者", r"perpetrators?|attackers?|offenders?|assailants?", "被害者", r"victims?"),
    ("家主|大家[がはのをに]|貸主", r"landlords?", "借り手|借主|入居者|店子", r"tenants?|renters?"),
    ("売り手|売主", r"sellers?", "買い手|買主", r"buyers?|purchasers?"),
    ("雇用主|雇い主|使用者側", r"employers?", "従業員|被雇用者", r"employees?"),
    ("与党", r"ruling|governing", "野党", r"opposition"),
    ("右派|右翼", r"right-wing(?:ers?)?|rightists?|the\sright", "左派|左翼", r"left-wing(?:ers?)?|leftists?|the\sleft"),
    ("先進国", r"developed|advanced|industriali[sz]ed|rich", "途上国|新興国", r"developing|emerging|poor"),
    # Places and ways
    ("都市部|都会|市街地", r"urban|cit(?:y|ies)|downtown", "農村|地方(?!自|公|議|裁|検|税|選|銀|債|政|気|創)|田舎|山村", r"rural|countryside|villages?|provincial"),
    ("往路|行きは", r"outbound|way\s(?:there|out)", "復路|帰りは", r"return|inbound|way\s(?:back|home)"),
    ("片道", r"one-way", "往復", r"round[\s-]trip|return"),
    ("上り(?:坂|線|列車)|登り", r"uphill|ascen\w+|inbound|upward|climb\w*", "下り(?:坂|線|列車)", r"downhill|descen\w+|outbound|downward"),
    # Times
    ("先週", r"last\sweek", "来週", r"next\sweek"),
    ("先月", r"last\smonth", "来月", r"next\smonth"),
    ("昨年|去年", r"last\syear", "来年", r"next\syear"),
    ("昨日|きのう", r"yesterday", "明日|あす[のはに、]|あした", r"tomorrow"),
    ("昨夜|ゆうべ|昨晩", r"last\snight", "今夜|今晩", r"tonight"),
    ("先シーズン|昨季", r"last\sseason", "来シーズン|来季", r"next\sseason"),
    ("戦前", r"pre-?war|before\sthe\s(?:Second\sWorld\s)?war", "戦後", r"post-?war|after\sthe\s(?:Second\sWorld\s)?war"),
    ("上半期|前半", r"first\shalf", "下半期|後半", r"second\shalf|latter\shalf"),
    ("夜明け|日の出", r"dawn|sunrise|daybreak", "日暮れ|日没|夕暮れ", r"dusk|sunset|nightfall"),
    ("朝[にのは早]|毎朝", r"mornings?", "夕方|夕刻|晩[にのは]|毎晩", r"evenings?"),
    ("日中|昼間", r"daytime|by\sday|during\sthe\sday", "夜間|夜中|真夜中", r"nighttime|at\snight|by\snight|during\sthe\snight"),
    ("始発", r"first", "終電|最終(?:列車|便|バス)", r"last|final"),
    ("過去の", r"past", "未来の|将来の", r"future"),
    ("もう[^、。]{1,14}な[いか]|もはや", r"no\slonger|any\s?more", "今も|今なお|いまも|いまだ|依然|まだ|引き続き", r"still|to\sthis\sday|even\s(?:now|today)"),
    # What becomes of people and things
    ("生まれ[たてる]|誕生し|出生", r"born|births?", "死亡|亡くなっ|死去|死ん[だで]", r"d(?:ied|ies|ead|eaths?)|killed"),
    ("結婚し", r"married|marr(?:y|ies)", "離婚し", r"divorc\w*"),
    ("採用し|採用さ|雇用し|雇っ", r"hir(?:e|es|ed)|employ(?:s|ed)?|recruit(?:s|ed)?", "解雇し|解雇さ|クビ", r"fir(?:es|ed)|laid\soff|dismiss(?:es|ed)?|sacked"),
    ("勝訴", r"w(?:in|ins|on)|victory|favou?r", "敗訴", r"los[et]s?|losing|defeat|against"),
    ("加盟し|加入し|加わっ|加わる", r"join(?:s|ed)?|accession|admitted", "脱退し|離脱し|抜け[たる]", r"withdr(?:ew|aws?|awn)|leav(?:e|es|ing)|quit"),
    ("侵攻し|進攻し|侵入し|進駐", r"invad(?:e|es|ed)|invasion|entered", "撤退し|撤収し|撤兵", r"withdr(?:ew|aws?|awn|awal)|pull(?:s|ed)?\s(?:out|back)|retreat\w*"),
    ("受け入れ[たる]|受け入れられ|承諾し|受諾し", r"accept(?:s|ed)?|agreed", "拒否し|拒絶し|拒ん|断っ[たて]|断[るわ]", r"refus(?:e|es|ed)|reject(?:s|ed)?|declin(?:es|ed)|turned\sdown"),
    ("決行|予定通り(?:に)?(?:行|実施|開)", r"went\sahead|as\s(?:planned|scheduled)", "中止に|中止さ|中止し|取りやめ", r"cancel(?:s|ed|led)|called\soff|scrapped"),
    ("開幕し|開会し|開幕[をの]", r"open(?:s|ed|ing)?|beg(?:ins|an|un)|start(?:s|ed)?|kick(?:s|ed)\soff", "閉幕し|閉会し|閉幕[をの]", r"clos(?:e|es|ed|ing)|end(?:s|ed)?|conclud(?:es|ed)|wrapp?(?:s|ed)"),
    ("点灯し|灯し|点け", r"lit|light(?:s|ed)|turn(?:s|ed)?\son|switch(?:es|ed)?\son", "消灯し|消し[たて]|消さ", r"turn(?:s|ed)?\soff|switch(?:es|ed)?\soff|extinguish\w*|put\sout"),
    ("乗車|乗っ[たて]|乗り込", r"board(?:s|ed|ing)?|got\s(?:on|in)|get(?:s)?\s(?:on|in)", "降車|降り[たる]|下車", r"got\soff|get(?:s)?\soff|alight\w*|disembark\w*"),
    ("膨らん|膨張し|拡張し", r"swell\w*|swollen|expand\w*|balloon\w*|inflat\w*", "しぼん|収縮し|縮ん|縮小し", r"shr[aiu]nk\w*|contract(?:s|ed|ing)?|deflat\w*"),
    ("設置し|設置さ|取り付け", r"install(?:s|ed)?|set\sup|put\s(?:up|in)|mount(?:s|ed)", "撤去し|撤去さ|取り外", r"remov(?:e|es|ed)|dismantl\w*|taken\s(?:down|away|out)|took\s(?:down|away|out)"),
    ("建設さ|建てられ|建造さ", r"built|construct(?:s|ed)|erected", "取り壊|解体さ|解体し", r"demolish\w*|torn\sdown|razed|dismantl\w*|pulled\sdown"),
    ("凍結し|凍っ|凍り", r"fr(?:eeze|eezes|oze|ozen)", "解け[たる]|溶け[たる]|融け", r"melt(?:s|ed|ing)?|thaw(?:s|ed|ing)?"),
    ("増産", r"(?:increas|rais|boost|expand|step)\w*\s(?:\w+\s){0,2}(?:output|production)", "減産", r"(?:cut|reduc|lower|curb|decreas)\w*\s(?:\w+\s){0,2}(?:output|production)"),
    ("円高", r"strong(?:er)?\syen|yen[’']s\s(?:rise|appreciation|strength)|yen\s(?:rose|strengthen\w*)", "円安", r"weak(?:er)?\syen|yen[’']s\s(?:fall|slide|depreciation|weakness|drop)|yen\s(?:fell|weaken\w*)"),
    ("景気回復|好景気|好況|好景気", r"recovery|boom\w*|upturn|expansion", "景気後退|不景気|不況", r"recession|downturn|slump|depression"),
    ("インフレ", r"inflation", "デフレ", r"deflation"),
    ("生存|生き残", r"surviv\w*", "全滅|死滅|絶滅", r"extinct\w*|d(?:ied|ead)|wiped\sout|perish\w*"),
    # How sure it is
    ("確実に|間違いなく|必ず(?!し)", r"certainly|definitely|surely|without\s(?:a\s)?(?:doubt|fail)|undoubtedly", "おそらく|恐らく|たぶん|多分|もしかす", r"probably|perhaps|maybe|possibly"),
    ("値上がり|円高|上昇し", r"strengthen\w*|apprecia\w*", "値下がり|円安|下落し", r"weaken\w*|deprecia\w*"),
    ("強ま[っりる]|強め(?:て|なが|た)|勢いを増し", r"strengthen\w*|intensif\w*|(?:get|grow|becom)\w*\sstronger", "弱ま[っりる]|弱め(?:て|なが|た)|衰え", r"weaken\w*|eas(?:e|es|ed|ing)|abat\w*|subsid\w*"),
    ("北上し", r"(?:mov|head|track|advanc|travel)\w*\snorth(?:ward|wards)?", "南下し", r"(?:mov|head|track|advanc|travel)\w*\ssouth(?:ward|wards)?"),
    ("入港し|港に入[っる]|入港する", r"enter(?:s|ed|ing)?\s(?:\w+\s)?(?:port|harbou?r)|came\sinto\sport", "出港し|港を出[たる]|出港する", r"(?:left|leav\w+|depart\w*|sail\w*)"),
    ("食前", r"before\s(?:a\s|your\s)?(?:meals?|eating)", "食後", r"after\s(?:a\s|your\s)?(?:meals?|eating)"),
    ("有人", r"manned|staffed|inhabited", "無人", r"unmanned|unstaffed|uninhabited|unattended|deserted"),
    ("軽傷|軽いけが", r"minor|slight(?:ly)?|lightly", "重傷|大けが|重体", r"serious(?:ly)?|severe(?:ly)?|critical(?:ly)?|grave(?:ly)?"),
    ("軽微|わずかな(?:被害|損|傷)", r"minor|slight(?:ly)?|light|minimal|limited", "甚大|深刻な(?:被害|損)|大きな被害", r"severe(?:ly)?|serious(?:ly)?|heavy|heavily|extensive|massive|major|devastat\w*"),
    ("減税", r"(?:cut|lower|reduc)\w*\s(?:\w+\s)?tax(?:es)?|tax\s(?:cuts?|breaks?|reductions?)", "増税", r"(?:rais|hik|increas)\w*\s(?:\w+\s)?tax(?:es)?|tax\s(?:hikes?|increases?|rises?)"),
    ("予定(?:どおり|通り)", r"on\s(?:time|schedule)|as\s(?:planned|scheduled)", "予定より", r"(?:later|earlier|sooner)\sthan\s(?:planned|scheduled|expected)|(?:behind|ahead\sof)\sschedule|delayed"),
    ("訴え[をは](?:認|受け入)|請求を認", r"in\sfavou?r|upheld|granted|sided\swith", "訴えを退け|請求を(?:退け|棄却)|訴えを棄却", r"dismiss(?:ed|es)?|reject(?:ed|s)?|against|turned\sdown|threw\sout"),
    ("多くの(?![^、。]{0,14}(?:な[いか]|ません))|大勢の", r"many|most|numerous|a\slot|lots|crowds?|large|multiple", "少数の|わずかな|数えるほど", r"(?<!a\s)(?<!quite\sa\s)few|hardly\sany|little"),
    ("全額|全員が|すべてが", r"all|entire\w*|full\w*|whole|every\w*|complete\w*", "誰も(?!が)|一切", r"none|nobody|no\sone|nothing"),
    ("平日", r"weekdays?", "週末|土日", r"weekends?"),
    ("東口", r"east(?:ern)?\s(?:exit|entrance|gate)", "西口", r"west(?:ern)?\s(?:exit|entrance|gate)"),
    ("北口", r"north(?:ern)?\s(?:exit|entrance|gate)", "南口", r"south(?:ern)?\s(?:exit|entrance|gate)"),
    # States
    ("陽性", r"positive", "陰性", r"negative"),
    ("楽観", r"optimis\w*|upbeat|rosy|bullish", "悲観", r"pessimis\w*|gloomy|bleak|bearish"),
    ("積極的", r"active(?:ly)?|aggressive(?:ly)?|proactive(?:ly)?|enthusiastic\w*|eager\w*", "消極的", r"passive(?:ly)?|reluctan\w*|hesitan\w*|negative"),
    ("肯定的|好意的|前向き", r"positive(?:ly)?|favou?rabl\w*|willing|upbeat", "否定的|批判的|後ろ向き|懐疑的", r"negative(?:ly)?|critical(?:ly)?|skeptical|sceptical|unfavou?rabl\w*"),
    ("称賛し|称賛さ|絶賛|歓迎し|賞賛|たたえ", r"prais(?:e|es|ed)|welcom(?:e|es|ed)|hail(?:s|ed)|applaud(?:s|ed)?|laud(?:s|ed)", "批判し|批判さ|非難し|非難さ|酷評|反発し", r"critici[sz](?:e|es|ed)|condemn(?:s|ed)?|denounc(?:e|es|ed)|slamm?(?:s|ed)|blast(?:s|ed)"),
    ("信頼(?:を寄せ|し|さ)", r"trust(?:s|ed)?", "不信(?:感|を)", r"distrust\w*|mistrust\w*"),
    ("簡単[だなにで]|容易[だなにで]", r"eas(?:y|ily|ier)|simple", "難し[いくか]|困難[だなで]", r"difficult\w*|hard(?:er)?|tough"),
    ("豊か[だなにで]|裕福", r"rich|wealthy|affluent|well-off|prosperous", "貧し[いくか]|貧困", r"poor|poverty|impoverished|needy"),
    ("静か[だなにで]", r"quiet(?:ly)?|silent(?:ly)?|calm", "騒がし|にぎやか|うるさ", r"nois[yi]\w*|loud(?:ly)?|lively|bustling"),
    ("乾い|乾燥し", r"dry|dried|arid", "湿っ|湿[気度]|濡れ|ぬれ", r"wet|damp|humid\w*|moist\w*"),
    ("満員|満席|満室", r"full|packed|sold\sout|capacity", "空席|がらがら|閑散", r"empty|vacan\w*|deserted|unoccupied"),
    ("正常", r"normal(?:ly)?", "異常", r"abnormal\w*|unusual|anomal\w*|irregular\w*"),
    ("有利", r"advantage\w*|favou?rabl\w*|ahead|edge", "不利", r"disadvantage\w*|unfavou?rabl\w*|detriment\w*"),
    ("直接", r"direct(?:ly)?|in\sperson", "間接", r"indirect(?:ly)?"),
    ("一時的|臨時", r"temporar\w*|provisional\w*|interim|special", "恒久|永久|永続|常設", r"permanent\w*|lasting|perpetual"),
    ("必須|必修|義務(?:だ|である|となっ|化)", r"required|compulsory|mandatory|obligatory|must", "任意|自由参加|選択制", r"optional|elective|voluntar\w*"),
    ("自動(?:的|で)", r"automatic(?:ally)?", "手動|手作業|人力", r"manual(?:ly)?|by\shand"),
    ("公式[のにな]", r"official(?:ly)?", "非公式", r"unofficial(?:ly)?|informal(?:ly)?"),
    ("多数[のがは]|大多数", r"majority|most|many|numerous", "少数[のがは]|ごくわずか", r"minority|few|handful"),
    ("利点|長所|メリット", r"advantages?|merits?|benefits?|strengths?|upsides?", "欠点|短所|弱点|デメリット", r"disadvantages?|drawbacks?|shortcomings?|weakness(?:es)?|demerits?|downsides?|flaws?"),
    ("自信", r"confiden\w*", "不安|心配", r"anxi\w*|worr\w*|uneas\w*|fear\w*|nervous\w*|concern\w*"),
    ("喜ん[だで]|喜び|うれし", r"delight\w*|joy\w*|happy|happi\w*|pleas\w*|glad", "悲しん|悲しみ|嘆[いき]|落胆", r"sad\w*|grie[fv]\w*|sorrow\w*|mourn\w*|disappoint\w*|dismay\w*"),
    ("平和", r"peace\w*", "戦争", r"wars?|warfare"),
    ("有名|著名", r"famous|well-known|renowned|celebrated|noted", "無名", r"unknown|obscure|nameless"),
    ("長期", r"long(?:-term|er|-running)?|extended|prolonged", "短期", r"short(?:-term|er)?|brief"),
    ("頻繁|しばしば|よく[、見聞]", r"often|frequent(?:ly)?", "めったに|まれに|滅多に", r"rare(?:ly)?|seldom|hardly|occasional(?:ly)?"),
    ("午前中", r"mornings?", "午後(?![0-9０-９一二三四五六七八九十])", r"afternoons?"),
)  # fmt: skip
"""Japanese and English of the one, then of the other; any word of the one is as sure as any other."""
