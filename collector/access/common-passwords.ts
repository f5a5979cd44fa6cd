/** Words that common passwords are made of; whoever guesses begins with them and some digits. */
export const COMMON_STEMS: readonly string[] = [
  ...["tiltmeter", "password", "passwort", "passphrase", "motdepasse", "contrasena", "senha"],
  ...["administrator", "adminadmin", "admin", "superuser", "root", "default", "changeme"],
  ...["letmein", "welcome", "willkommen", "bienvenue", "login", "secret", "geheim", "access"],
  ...["iloveyou", "ichliebedich", "jetaime", "teamo", "monkey", "dragon", "sunshine", "princess"],
  ...["football", "baseball", "basketball", "superman", "batman", "starwars", "pokemon", "master"],
  ...["whatever", "trustno", "shadow", "michael", "jennifer", "jordan", "charlie", "liverpool"],
  ...["qwertyuiop", "qwerty", "qwertz", "azerty", "asdfghjkl", "asdf", "zxcvbnm", "yxcvbnm"],
  ...["lqaztwsxeedc", "qazwsx", "qazwsxedc", "abc", "test", "hello", "hallo", "bonjour"],
  ...["summer", "sommer", "winter", "spring", "autumn", "january", "february", "march", "april"],
  ...["september", "october", "november", "december", "monday", "friday", "company", "firma"],
];

/** Long ones from lists of leaked passwords, as `passwordWeakness` plains them. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  ...["correcthorsebatterystaple", "thequickbrownfox", "thequickbrownfoxjumps"],
  ...["iloveyouforever", "iloveyousomuch", "iloveyoubaby", "ihateyousomuch", "iloveyoumore"],
  ...["maythefourthbewithyou", "maytheforcebewithyou", "supercalifragilisticexpialidocious"],
  ...["thisismypassword", "thisisapassword", "thisisasecret", "nopasswordneeded"],
  ...["donttellanyone", "noonewillguess", "youwillneverguess", "opensesameopen"],
  ...["tobeornottobe", "tobeornottobethatisthequestion", "loremipsumdolor"],
  ...["loremipsumdolorsitamet", "manchesterunited", "liverpoolfootballclub", "barcelonafc"],
  ...["realmadridcf", "newyorkyankees", "dallascowboys", "godisgoodallthetime", "jesuslovesme"],
  ...["jesuschristislord", "inthenameofgod", "blessedandhighlyfavored", "onceuponatime"],
  ...["happilyeverafter", "livelaughlove", "carpediemcarpediem", "hakunamatata"],
  ...["lqaztwsxeedcarfv", "zaqlxswtcde", "mypasswordissecret", "ilovemyfamily", "ilovemychildren"],
]);
