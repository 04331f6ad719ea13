// Plain JavaScript without imports, so that its test runs on it as it is.

/**
 * What a reader wants who writes again, judged by how they begin. Their words are read here, and
 * leave this function as one of three words.
 *
 * The rules are phrases that people use to correct somebody, or to go on from what they were told,
 * in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Japanese and Chinese. A
 * message in which none of them occurs, or both kinds, is `"unknown"`: to guess would be worse.
 * `tests/js/intent.test.js` measures how right they are, and how often they say something: of hard
 * messages that nobody made them fit, 88 % of those called corrections and 92 % of those called
 * continuations are, and three of four are called neither.
 *
 * @param {string} message
 * @returns {"correction" | "continuation" | "unknown"}
 */
export function intentOf(message) {
  const text = message
    .slice(0, 400)
    .toLowerCase()
    .normalize("NFC")
    // What is quoted was said by somebody else.
    .replace(/["“„«][^"”“»]*["”“»]/gu, " ")
    .replace(/[’‘`]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
  const corrects = CORRECTION.test(text);
  const continues = CONTINUATION.test(text);
  if (corrects === continues) return "unknown";
  return corrects ? "correction" : "continuation";
}

/** Anywhere in the message, as whole words. */
const CORRECTIONS = [
  // English
  "(that|this|it)('s| is| was) (still )?not (quite )?(what i('m| am|'ve| meant| asked| wanted| need)|right|correct|true)(?! when)",
  "(that|this|it) (isn't|wasn't) (quite )?(what i (meant|asked|wanted|need)|right|correct|true)",
  "(that|this|it)('s| is| was) (wrong|incorrect|false|still wrong|still too)",
  "(that|this|it)( still)? (doesn't|does not|didn't|did not|won't) (work|help|compile|run|answer)",
  "you (have )?(misunderst\\w+|misread|forgot\\w*|missed|left out|ignored|made a mistake|got it wrong)",
  "you (didn't|did not|haven't|have not) (answer|read|understand|include|follow|use)\\w*",
  "i (meant|wanted|asked for|said) (a|an|the|it|only|just|something|no|not|one|\\d+)",
  "i (didn't|did not) (ask for|mean|say|want) (that|this|it|the|a)",
  "(that|this|it)('s| is)? ?(close,? )?but actually",
  "still (too|wrong|not|the same error|get the same)",
  "still (crash|fail|break|throw|show|get|giv)\\w*",
  "i (already )?(said|told you|asked you|wrote)|as i (said|asked|wrote)|(read|look at) my (question|message|prompt|list) again",
  "(was|were|is|are)n?( not)? supposed to|should (be|have been) .{1,40}(not|instead)|answer (the|my) (actual )?question",
  "has nothing to do with (it|this|that|my|what)|(the budget|the limit|the deadline) was",
  // German
  "(das|es) (stimmt|funktioniert|geht|passt|klappt)( so| leider| immer noch)? nicht",
  "(das|es) ist (so |leider |immer noch )*(falsch|nicht (richtig|korrekt|das))",
  "(das )?(habe|hab) ich (so )?nicht (gemeint|gefragt|gewollt)",
  "ich (meinte|wollte (nur |doch )?(eine?n?|keine?n?|das|die|den|es))",
  "(du hast|sie haben) (mich|meine frage|das|es)? ?(falsch verstanden|missverstanden|nicht (verstanden|beantwortet))",
  "(du hast|sie haben) .{0,30}(vergessen|übersehen|missverstanden)",
  "(eigentlich wollte|immer noch (zu|nicht|falsch))",
  "immer noch (ein|der|die|derselbe|dieselbe|kommt)",
  "(hatte|habe|hab) ich (doch|ja)|(da|es) fehl(t|en) (noch|der|die|das|ein)|missverständlich ausgedrückt|sollte (doch|eigentlich)",
  // French
  "(ce|ça|cela) ?(n'est|ne (marche|fonctionne|va)) (toujours )?pas",
  "c'est (faux|encore trop|toujours trop|toujours faux|incorrect)",
  "(tu as|vous avez|t'as) (mal compris|oublié|raté)",
  "(tu n'as|vous n'avez) pas (répondu|compris|lu)",
  "je (voulais|parlais|demandais) (un|une|du|de la|des|le|la|les|l'|celui|celle|dire|juste)",
  "je (parlais|voulais parler) d\\S+|(plante|échoue|erreur) toujours|toujours (la même )?erreur|que je (le )?(veux|voulais)",
  "j'(ai|avais) (dit|demandé|précisé)|(il |ça )?manque (le|la|les|un|une|encore)|(ça|il|elle) (devait|était censée?)",
  // Spanish
  "(eso|esto) (no es|está mal|es incorrecto|es falso)",
  "no (es correcto|es lo que|has (respondido|entendido))",
  "(has|me has) entendido mal|(olvidaste|has olvidado|te olvidaste)",
  "(en realidad )?(quería (un|una|el|la|los|las|decir|solo)|me refería)",
  "sigue (siendo|dando|sin)",
  "yo (hablaba|me refería|quería|pedí)|te (dije|pedí|pasé|había dicho)|no me expliqué bien|(falta|faltan) (el|la|los|las|un|una)|tenía que ser",
  // Portuguese
  "(isso )?(não (foi|é) (isso|o que)|está errado|não está (certo|correto))",
  "você (entendeu mal|esqueceu|não (respondeu|entendeu))",
  "(eu )?(queria (um|uma|o|a|os|as|dizer|só)|me referia)|ainda está",
  "(continua|ainda) (dando|com|dá|o mesmo)|eu (disse|pedi|falei|tinha dito)|(falta|faltou|faltaram) (o|a|os|as|um|uma)|era para ser",
  // Italian
  "non (è (quello|corretto|giusto|ciò)|hai (risposto|capito))",
  "(è|ancora) (sbagliato|ancora troppo)|hai (capito male|dimenticato|sbagliato)",
  "(volevo (un|una|il|la|lo|i|le|dire|solo)|intendevo)",
  "(dà|da|c'è|ricevo) ancora|ancora (lo stesso )?errore|(ho|avevo) (detto|chiesto|scritto) (che|di|una?|il)|manca(no)? (il|la|lo|i|gli|le|un)|doveva essere|ricontrolla|parlavo d\\S+",
  // Dutch
  "(dat|het) (klopt|werkt)( nog steeds)? niet|(dat|het) is (fout|verkeerd|onjuist|niet (goed|juist|wat))",
  "(dat bedoelde ik niet|ik bedoelde|ik wilde|wilde ik|nog steeds (te|niet|fout))",
  "je (hebt|bent) .{0,30}(verkeerd begrepen|vergeten|gemist)",
  "zoals ik (vroeg|zei|schreef)|ik (vroeg|zei|had gevraagd)|(er ontbreekt|ontbreken|mist nog)|(moest|had moeten) .{0,20}zijn|doet het niet",
  // Polish
  "(nie o to (mi )?chodzi\\p{L}*|to nie (działa|jest to)|to (jest )?(błędne|nieprawda|źle))",
  "(źle (mnie )?zrozumia\\p{L}+|zapomnia\\p{L}+ o|miał[ae]m na myśli|chcia\\p{L}+|nadal (za|nie|ten sam))",
  "(dalej|wciąż|ciągle|nadal) (nie|to samo|ten sam|wywala)|prosił[ae]m|mia(ł|ła|ło|ły) być|brakuje|mówił[ae]m|pisał[ae]m",
  // A figure or a date put right, in any of these languages: "1066, not 1076".
  "\\d+,? (and )?(not|nicht|pas|no|não|non|niet|nie) (in |en |em |nel |w )?\\d+",
];

/** At the beginning of the message. */
const CORRECTIONS_FIRST = [
  // A bare no and what was wanted instead.
  "(no|nope|nah)[,.!:;]? (i|that|this|it|you|not|please)",
  "(wrong|incorrect|not quite|not exactly|that's wrong)",
  "(ok(ay)?,? |yes,? |yeah,? )?but (i('m| am| have| don't| can't| need)?|we('re| are)?|my|our|it has to)\\b",
  "(no[, ]+)+(the|a|i|not)\\b|i meant (?!to (ask|say|tell|mention))|useless|i (don't|do not) have (a|an|any)\\b|expected( output)?:",
  "actually,? (i|that|it|the|you|no)",
  "(please )?(fix|correct) (the|your|this|that) (error|mistake|bug|code|typo)",
  "are you sure\\?? .*(wrong|incorrect|not|isn't)",
  "nein[,.!:;] |(nicht ganz|falsch)|(klappt|geht|funktioniert|stimmt|passt) (immer noch |leider |so )?nicht",
  "(ja,? )?aber (ich|wir|mein|bei mir)|ich (meine|meinte)",
  "non[,.!:;] (je|c'|ce|ça|pas)|(pas (tout à fait|exactement|vraiment))|en fait,? je",
  "(euh,? )?non([,.!:;] (je|c'|ce|ça|pas)| (je|c'est) )|(oui,? )?mais (je|nous|mon|ma|mes|on) ",
  "no[,.!:;] (quería|me|eso|yo|volevo|non|intendevo)|no exactamente|((eso|esto|así) )?no funciona|(isso )?não funciona|((questo|così) )?non funziona",
  "no[,.!:;] (a ver|hablaba|te)|(sí,? )?pero (yo|si te|mi|nosotros|no)\\b|(ma|però) (io|noi|il mio|la mia|avevo)\\b|mas (eu|a gente|minha|meu)\\b|maar (ik|we|mijn)\\b|ale (ja|my|mój|moja|mam)(?!\\p{L})",
  "não[,.!:;] (eu|isso|não)|não exatamente|na verdade,? (eu )?",
  "non (esattamente|proprio)",
  "nee[,.!:;] |niet (helemaal|precies)|werkt (nog steeds |ook |bij mij )?niet",
  "nie[,.!:;] |niezupełnie|nie do końca",
];

/** Japanese and Chinese have no spaces between words. */
const CORRECTIONS_WITHOUT_SPACES =
  "違います|違う|ちがう|意味では(ありません|ない)|間違っ|そうじゃな|ではなくて|いや、|誤解|^.{0,4}(動きません|動かない)|長すぎ|抜けて(い|る)|不对|不是(这个|那个)意思|^错|错了|^不，|不行|误解|还是(太|不|同样)|忘了|其实我|我(说|要|问|指)的(是|不是)|(还是|依然|仍然)(报错|出错)|字数超|应该是.{1,20}(吧|才对|不是)|って(書いた|言った|聞いた)|聞いて(い)?ない|抜けて(い)?[なま]|知りたいのは|まだ(エラー|動)|のはずです|ですよね。.{1,30}になって";

const CONTINUATIONS = [
  "(tell me|explain|say|go into) more|more (about|detail|details)|in more detail|more specific",
  "(that|this) (helps|helped|worked|works( now)?|is exactly|'s exactly)|exactly what i (needed|wanted)",
  "(give|show) me (an|another|some|more) examples?",
  "(do|can you do) the same (for|with)",
  "(do|write|make|give me|tell me|one) (one|another|two|three) (more|about|for|with)|another (one|example|version)|one more|(a|an|the) (shorter|longer|simpler|more formal|vegan|second) (version|variant)",
  "(translate|put) (it|this|that|them) (in)?to? ?\\p{L}+|(explain|expand on|say more about) (step|point|part|line|section|number)? ?\\w+ (more|further|again|better)|on to (the )?|(next|following) (chapter|section|step|part|one|question|paragraph)",
  "(not (too )?bad|nothing wrong with (that|it)|no complaints|makes sense|good point|(that's|thats|that is) (great|wonderful|perfect|lovely|brilliant|clear|better|fine|it))|what(s|'s| is) next",
  "genauer|mehr (über|dazu)|ein beispiel|das gleiche für|hat geklappt|genau das habe ich gebraucht",
  "das ?(gleiche|selbe) (noch ?mal|jetzt|bitte)|noch (eine?n?|mehr|zwei|drei)|übersetz\\p{L}* (das|es|den|die)|nicht schlecht|(nächste[rsn]?) (kapitel|schritt|abschnitt|teil)|ausführlicher|was kommt (als nächstes|danach)",
  "plus (sur|en détail)|en détail|un exemple|fais pareil|exactement ce qu",
  "pas mal( du tout)?|encore un(e)?|tradui(s|re|sez) (la|le|les|ça|cela|ce)|(prochain|suivant)e? ?(chapitre|étape|partie)?|la même chose (pour|avec)|rien à redire",
  "(más (sobre|detalle)|un ejemplo|lo mismo con|justo lo que necesitaba|ha funcionado)",
  "(nada mal|otr[oa] más|un[oa] más|(tradúce|pása)(lo|la) al? |lo mismo (para|pero)|siguiente (capítulo|paso|parte)|(explíca|cuénta)me (mejor|más|otra vez))",
  "mais (sobre|detalhes)|um exemplo|exatamente o que eu|funcionou",
  "nada mau|mais um(a)?|(traduz|passa)\\p{L}* (isso|para|pra)|(faz|faça|fazer) o mesmo|(capítulo|passo) seguinte|próxim[oa] (capítulo|passo|parte)|não tenho do que reclamar|pode seguir",
  "di più (su|sul|sulla)|più in dettaglio|un esempio|proprio quello che|ha funzionato",
  "niente male|un altr[oa]|ancora un[oa]?|tradu(ci|rre|cilo|cila)|lo stesso (per|con|anche)|(prossim[oa]|successiv[oa]) (capitolo|passo|parte)|vai avanti|niente da ridire",
  "meer over|verder uitleggen|een voorbeeld|precies wat ik nodig had|dat werkte",
  "niet slecht|nog (maar )?(een(tje)?|meer|twee|wat)|vertaal (het|dit|dat)|hetzelfde (voor|met)|volgende? (hoofdstuk|stap|deel)|uitgebreider|ga (maar )?door",
  "więcej o|szczegółow\\p{L}+|przykład|dokładnie tego|zadziałało",
  "nieźle|jeszcze (jed\\p{L}+|krótk\\p{L}+|raz dla)|przetłumacz (to|ten|tę|go)|to samo (dla|z|ale)|następn\\p{L}+ (rozdział|krok|część)|co (teraz|dalej)|biorę",
];

const CONTINUATIONS_FIRST = [
  "(thanks|thank you|thx|great|perfect|awesome|nice|excellent|cool|wonderful|ok|okay|good)[,.! ]+(now|next|and|what|how|can|could|that|so|please|i)\\b.*",
  "(thanks|thank you|thx|great|perfect|awesome|excellent|wonderful)\\b",
  "(please )?(continue|go on|keep going|expand|elaborate)",
  "(and|now|next)[,]? (what|how|why|do|write|make|translate|add|explain|show|the|for|if)",
  "(what|anything) else",
  "(more|next)[.!]?$|(what if|what about|how about)\\b|(yes|yep|sure|yeah)[,.! ]+(please|do|go|that)|(lovely|interesting|got it|understood|i see|makes sense|good|nice|okay|ok|fine|alright|haha|wow|top)[,.! ]+(can|could|do|let's|how|what|where|who|now|done|then|so|and|i never)\\b|(good|great|nice|lovely) (\\w+)[.!] ",
  "(hm+,? |ah,? |oh,? )?(makes sense|i see|got it)|so (if i|basically|in other words|that means|then)|i (did|passed|tried|used|added) (that|the|it)|i'd (love|like) to (hear|know|see|read)|do you have (a|any) (source|link|reference|example)|(explain|describe|summari[sz]e) (that|this|it|step|point|why)\\b",
  "(can|could) you (also|please also|give me an example|explain|elaborate|expand|be more)",
  "(danke|vielen dank|super|perfekt|toll|klasse|prima|weiter|mach weiter|jetzt|und (wie|was|warum))",
  "(verstehe|verstanden|alles klar|gut|ok(ay)?|interessant|cool|ah|aha)[,.! ]+|und (in|für|bei|wenn|mit)\\b|(jetzt|nun) |(mach|schreib|zeig|erklär)\\p{L}* (noch|das)\\b",
  "(erzähl|kannst du (auch|mir ein beispiel|das))",
  "(d'accord|compris|ok|bien|très bien|intéressant|ah)[,.! ]+(?!mais)|et (en|pour|avec|dans)\\b|(développe|traduis|peux-tu traduire|explique (ça|cela|ce|la|l'étape|le point))",
  "(entendido|vale|de acuerdo|ok|bien|muy bien|interesante|ya veo)[,.! ]+(?!pero)|[¿]?y (en|con|para|si)\\b",
  "(entendi|certo|ok|bom|beleza|legal|show|interessante)[,.! ]+(?!mas)|e (em|com|para|se|no|na)\\b",
  "(capito|va bene|ok|bene|d'accordo|interessante|chiaro)[,.! ]+(?!ma\\b)|e (in|con|per|se)\\b",
  "(begrepen|oké|ok|goed|duidelijk|interessant|top|snap ik)[,.! ]+(?!maar)|en (in|met|voor|als)\\b|leg (stap|dat|het|dit)\\b",
  "(rozumiem|jasne|ok|dobra|dobrze|ciekawe|super)[,.! ]+(?!ale)|a (w|jak|jeśli|gdyby|dla)(?!\\p{L})",
  "(merci|super|parfait|génial|continue|maintenant|et (que|si|ensuite|comment)|peux-tu (aussi|expliquer|me donner)|dis-m'en)",
  "[¡¿]?(gracias|muchas gracias|genial|perfecto|continúa|sigue$|ahora|y (qué|cómo|después)|puedes (añadir también|explicar|darme)|cuéntame)",
  "(obrigad[oa]|muito obrigad[oa]|ótimo|perfeito|continue|agora|e (o que|como|depois)|(você )?pode (também|explicar|me dar))",
  "(grazie|ottimo|perfetto|continua|ora |adesso|e (cosa|come|poi)|puoi (anche|spiegare|farmi))",
  "(bedankt|dank je|dank u|super|perfect|ga verder|nu |en (wat|hoe|daarna)|kun je (ook|stap|me een))",
  "(dzięki|dziękuję|super|świetnie|kontynuuj|teraz|a co|(czy )?możesz (też|wyjaśnić|podać))",
];

const CONTINUATIONS_WITHOUT_SPACES =
  "^ありがとう|^続け|もっと|^完璧|助かりました|例を|追加して|谢谢|^继续|详细|举个例子|^太好了|很有用|接下来|还可以|^なるほど|^わかりました|悪くない|続きを|続けて|問題ありません|ください$|^明白了|^好的|^懂了|^那.{1,20}呢|翻译成|翻訳して|再(讲|写|来|说|加|给)|^第.{1,3}(步|点|段)|下一(章|步|节|个)|不错";

const CORRECTION = anyOf(CORRECTIONS, CORRECTIONS_FIRST, CORRECTIONS_WITHOUT_SPACES);
const CONTINUATION = anyOf(CONTINUATIONS, CONTINUATIONS_FIRST, CONTINUATIONS_WITHOUT_SPACES);

/**
 * @param {string[]} phrases
 * @param {string[]} beginnings
 * @param {string} others
 */
function anyOf(phrases, beginnings, others) {
  const words = `(?<!\\p{L})(?:${phrases.join("|")})(?!\\p{L})`;
  return new RegExp(`${words}|^(?:${beginnings.join("|")})|${others}`, "u");
}
