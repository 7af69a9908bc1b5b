/**
 * Words that passwords are guessed with, in English and French: our own blocklist (TRUST.md 12). Lower case without accents; how they
 * are compared is in `guessable.rules.ts`. To refuse another word is to write it here.
 */
const wordsIn = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Little words that stand between others and make a password no harder to guess. */
export const LITTLE_WORDS = wordsIn(`
  a i am an and are at be by de des du do et en est for from go he her his in is it je la le les ma mes me mon my no not notre nos
  of on or our ou par pas pour sa se ses si so son sur ta tes that the this to ton tu un une us vos votre we who with you your
`);

/** Words about this site and its papers, in both languages. */
export const SITE_WORDS = wordsIn(`
  account agent agente application applicant approved approval asylum authorization canada canadian canadien canadienne card carte case
  certificate citizen citizenship citoyen citoyenne citoyennete compte confirm confirmation confirmee confirmer consent consultant
  courriel declaration declare demande demandeur demandeuse document documents dossier ecopr crpe eligibility email embassy
  federal file formulaire form gckey gouvernement government immigrant immigrante immigration immigrer invitation ircc cic cicc
  landed landing login office officer official ottawa passeport passport permanence permanent permanente permanently permis permit
  photo photos portail portal presence province quebec refugee refugie refugiee refugies representant representative reply reponse
  residence residency resident residente residents residentes secure securise service services signature signin status statut
  temporary temporaire territory titre travel uci iuc verification visa visas visitor welcome bienvenue prcard prportal cartepr
  permanentresidence permanentresident residencepermanente residentpermanent residentepermanente
`);

/** What people choose most, and the words they choose it from. */
export const COMMON_WORDS = wordsIn(`
  password passwords passphrase passcode passwort motdepasse motdepass motpasse mdp secret secrets secrete admin administrator
  administrateur root user username utilisateur guest invite test testing tester temp default defaut master changeme change changer
  letmein letme laissemoi entrer enter open ouvre ouvrir sesame access acces welcome bienvenue hello bonjour bonsoir salut allo coucou
  unlock deverrouiller code codes key keys cle clef security securite private prive important nothing rien something anything none
  qwerty qwertz azerty azertyuiop qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm wxcvbn qsdf qsdfgh qsdfghjklm qazwsx qazwsxedc
  abc abcd abcde abcdef abcdefg abcdefgh abcxyz xyz zaq xsw nbvcx
  iloveyou iloveu loveyou ilove love lover loves loving lovely jetaime jetadore jtaime amour amours amoureux amoureuse adore bisou
  bisous calin cheri cherie chouchou doudou coeur heart hearts darling honey sweetie sweetheart babe baby bebe babygirl babyboy mylove
  monamour moncoeur monbebe kiss kisses hug hugs mamour mignon mignonne beau belle beautiful pretty cutie cute gorgeous handsome sexy
  mother father mama maman papa mommy daddy mummy mom dad mum parent parents family famille brother frere sister soeur son fils
  daughter fille filles garcon boys girls girl boy enfant enfants children child kids husband wife mari femme epoux epouse grandma
  grandpa mamie papi mamy papy tonton tata uncle auntie cousin cousine friend friends ami amie amis amies bestfriend buddy copain
  copine toujours forever always jamais never ever everyone everybody
  god gods jesus christ jesuschrist dieu allah inchallah mashallah bismillah islam quran bible church eglise amen faith foi hope espoir
  peace paix angel angels ange anges heaven ciel paradis paradise bless blessed blessing benediction lord saint sainte maria marie
  mariam buddha krishna ganesh shiva ramadan prayer priere grace
  sun sunshine sunny soleil moon lune star stars etoile etoiles sky night nuit day jour days jours morning matin evening soir light
  lumiere rainbow arcenciel rain pluie snow neige winter hiver summer ete spring printemps autumn automne fall season saison storm
  tempete thunder tonnerre fire feu flame flamme ice glace water eau ocean sea mer river riviere lake lac mountain montagne island
  ile beach plage forest foret tree arbre garden jardin flower flowers fleur fleurs rose roses lily lys tulip violet violette daisy
  marguerite jasmine jasmin orchid orchidee cherry cerise maple erable mapleleaf nature earth terre world monde universe univers
  january february march april may june july august september october november december janvier fevrier mars avril mai juin juillet
  aout septembre octobre novembre decembre monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi
  vendredi samedi dimanche today tomorrow yesterday aujourdhui demain hier weekend week semaine month mois year years annee annees
  birthday anniversaire christmas noel easter paques halloween newyear bonneannee holiday holidays vacances happy happiness bonheur
  joie joy heureux heureuse smile sourire laugh fun party fete dream dreams reve reves lucky luck chance destiny destin fortune
  freedom liberte liberty free libre victory victoire winner gagnant success succes future futur power pouvoir magic magie magique
  wonder miracle life vie lavie live living viva dance music musique song chanson guitar guitare piano metal rock hiphop disco
  red rouge blue bleu green vert verte yellow jaune black noir noire white blanc blanche pink orange purple pourpre mauve brown brun
  grey gray gris silver argent gold golden dore or diamond diamant crystal cristal ruby rubis pearl perle emerald emeraude money
  dollar dollars cash rich riche millionaire
  dog dogs chien chienne chiens puppy chiot cat cats chat chatte chats kitty kitten minou minouche chaton bird oiseau fish poisson
  horse cheval poney pony rabbit lapin mouse souris monkey singe tiger tigre lion lionne lions bear ours wolf wolves loup loups fox
  renard panther panthere eagle aigle hawk faucon falcon dragon dragons dolphin dauphin shark requin whale baleine turtle tortue
  snake serpent spider araignee butterfly papillon papillons bee abeille ladybug coccinelle elephant zebra zebre panda pandas
  penguin pingouin duck canard chicken poulet poule cow vache pig cochon goat chevre sheep mouton moose orignal beaver castor
  goose oie bunny bugs unicorn licorne phoenix phenix mustang bulldog buster rex max bella bear charlie rocky lucky princess coco
  princesse prince king roi queen reine royal knight chevalier warrior guerrier guerriere ninja samurai pirate pirates soldier soldat
  hunter chasseur ranger cowboy cowboys captain capitaine boss chief chef hero heros superman batman spiderman ironman superstar star
  starwars startrek skywalker darthvader yoda pokemon pikachu naruto goku mario luigi zelda sonic minecraft fortnite roblox simpsons
  mickey minnie disney harrypotter hogwarts gandalf frodo matrix merlin asterix obelix tintin milou nintendo playstation xbox
  football soccer hockey baseball basketball tennis rugby golf cricket boxing boxe karate judo yoga running course sport sports
  fitness swimming natation velo cyclisme ski skiing skate skateboard surf surfing team equipe player joueur champion champions goal
  canadiens canucks senators senateurs oilers flames jets raptors bluejays mapleleafs habs alouettes ronaldo messi mbappe zidane
  gretzky jordan kobe lebron arsenal chelsea liverpool barcelona barca juventus realmadrid madrid psg marseille om lakers yankees
  computer ordinateur internet google facebook instagram whatsapp twitter youtube tiktok snapchat linkedin netflix amazon microsoft
  windows linux apple macbook iphone android samsung galaxy nokia hotmail gmail yahoo outlook orange videotron telus rogers wifi
  server network reseau website online digital data system systeme machine robot phone telephone cell cellulaire mobile tablet tablette
  car voiture auto cars honda toyota nissan mazda ford chevrolet ferrari porsche mercedes bmw audi peugeot renault citroen hyundai
  kia lexus tesla jeep dodge harley yamaha kawasaki suzuki volkswagen truck camion moto motorcycle bike bus train avion plane
  coffee cafe tea the chocolate chocolat cookie cookies biscuit cake gateau candy bonbon bonbons sugar sucre honey miel cheese fromage
  cheesecake poutine pizza pasta bread pain butter beurre milk lait banana banane apple pomme pommes orange strawberry fraise
  framboise raspberry peach peche mango mangue lemon citron pineapple ananas melon grape raisin pepper poivre salt sel tomato tomate
  potato patate carrot carotte beer biere wine vin vodka whisky rhum pepsi cocacola coke burger hamburger sushi spaghetti nutella
  house maison home chez room chambre kitchen cuisine door porte window fenetre table chair chaise bed lit school ecole college
  university universite student etudiant etudiante teacher professeur doctor docteur nurse infirmiere engineer ingenieur lawyer
  avocat pilot pilote police firefighter pompier work travail job emploi business entreprise company compagnie office bureau manager
  city ville town village street rue country pays toronto montreal vancouver calgary edmonton winnipeg hamilton halifax victoria
  regina saskatoon london londres gatineau laval sherbrooke longueuil trois rivieres moncton fredericton charlottetown stjohns
  yellowknife whitehorse iqaluit ontario alberta manitoba saskatchewan newbrunswick nouveaubrunswick novascotia nouvelleecosse
  britishcolumbia colombiebritannique newfoundland terreneuve labrador yukon nunavut mississauga brampton surrey burnaby richmond
  paris france francais francaise french english anglais anglaise england angleterre london america amerique american americain
  newyork california californie texas florida floride chicago boston miami vegas lasvegas europe africa afrique asia asie india inde
  indian indien delhi mumbai punjab pakistan lahore karachi bangladesh dhaka china chine chinese beijing shanghai hongkong taiwan
  japan japon tokyo korea coree seoul vietnam philippines manila manille iran tehran irak iraq syria syrie liban lebanon beirut
  israel turkey turquie istanbul egypt egypte cairo maroc morocco casablanca algerie algeria alger tunisie tunisia tunis senegal
  dakar cameroon cameroun douala cotedivoire abidjan nigeria lagos ghana kenya nairobi ethiopia congo kinshasa haiti jamaica jamaique
  mexico mexique brazil bresil brasil colombia colombie bogota venezuela peru perou chile chili argentina argentine cuba spain espagne
  portugal lisbon italy italie italia roma rome germany allemagne deutschland berlin ukraine kyiv russia russie moscow poland pologne
  romania roumanie ireland irlande scotland ecosse australia australie
  adam alex alexander alexandra alexandre ali alice amanda amelie amina ana andre andrea andrew angela anna anne anthony antoine
  ashley audrey benjamin bernard brandon brian camille carlos caroline catherine charles charlotte chloe chris christian christine
  christopher claire claude daniel david denis diana diego dominique edward elena elizabeth elisabeth emily emma eric fatima fatou
  felix fernando francis francois gabriel gabrielle george georges guillaume hannah hassan henri henry hugo ibrahim isabelle jack
  jacob jacques james jane jason jean jennifer jeremy jessica jimmy joan joe john jonathan jose joseph joshua juan julia julie julien
  justin karim karine kevin khaled kumar laura laurent leo lea leila linda lisa louis louise lucas lucie luis mahmoud manon marc
  marcel maria marianne marina mario mark martin martine mathieu matthew maxime mehdi melissa michael michel michelle mike mohamed
  mohammed muhammad monique nadia nancy natalie nathalie nathan nicholas nicolas nicole noah nour oliver olivia olivier omar pascal
  patricia patrick paul pauline pedro peter philip philippe pierre rachel raphael rebecca richard robert roger roland romain ryan
  sabrina samantha samuel sandra sara sarah sebastien serge simon singh sofia sophia sophie stephanie stephane steven susan sylvie
  thierry thomas tiffany valerie vanessa veronique victor victoria vincent william xavier yasmine youssef yves zoe patel nguyen
  tremblay gagnon roy cote bouchard gauthier morin lavoie fortin smith johnson williams jones taylor wilson
  correcthorsebatterystaple correcthorse battery staple tobeornottobe onceuponatime iletaitunefois whateverworks trustno
  trustme trustnoone mypassword newpassword oldpassword strongpassword goodpassword securepassword monmotdepasse nouveaumotdepasse
  fuck fucking fuckyou shit bitch asshole merde putain salope connard tabarnak tabarnac calisse osti ostie crisse
  one two three four five six seven eight nine ten hundred thousand un deux trois quatre cinq sept huit neuf dix onze douze cent mille
  zero first premier premiere second last dernier derniere super mega ultra hyper best meilleur good great cool nice bon bonne bien
  awesome genial perfect parfait parfaite crazy fou folle big grand grande small petit petite little new nouveau nouvelle old vieux
  strong fort forte hard easy facile simple special number nombre numero please svp merci thanks thankyou sorry desole pardon goodbye
  aurevoir yes oui non
`);
