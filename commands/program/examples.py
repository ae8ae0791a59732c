"""
Lines to copy, shown in the help of each command. A test types every one of them.

`#` in an officer's id begins no comment inside a word; where a shell may think otherwise the id stands in quotes.
"""

from typing import Final

_FORM: Final = (
    "kotak transcribe handover 004 --unit kpps/35.79.02.2009/004 --to pps/35.79.02.2009 --file form:bast.jpg"
    " --form bast --number 12/2029 --written-at 2029-02-14T23:10 --seen ties:2,papers:1"
)
_VKEY: Final = "bawaslu.example/saksi+718e7618+BNU/pjML4i9VVJSyN+KIWVTOIZPKoVoJYIfGsbm56nt4"
EXAMPLES: Final = {
    "start": ("kotak start pemilu-batu.kotak",),
    "status": ("kotak status", "kotak --as 'pps/35.79.02.2009#1' status"),
    "release": (
        "kotak release 004 --to pps/35.79.02.2009 --seen ties:2,papers:1",
        "kotak release --from-file - --to ppk/35.79.02 --vehicle 'N 1234 K' -o truck.paper",
    ),
    "accept": (
        "kotak accept truck.paper",
        "kotak accept truck.paper --scan - --seen ties:2,papers:1 --except 005/DPD=refused:wet",
    ),
    "handover": ("kotak handover 004 --to pps/35.79.02.2009 --with 'pps/35.79.02.2009#1' --seen ties:2,papers:1",),
    "withdraw": ("kotak withdraw truck.paper --why truck-broke-down",),
    "deposit": ("kotak deposit 004 --to pps/35.79.02.2009 --with 'pps/35.79.02.2009#1' --seen ties:2,papers:1",),
    "collect": ("kotak collect 004 --from pps/35.79.02.2009 --with 'pps/35.79.02.2009#1' --seen ties:2,papers:1",),
    "seal": (
        "kotak seal 004 --purpose packing --seen ties:2,papers:1 --packed 275:BATU-2",
        "kotak seal @held --purpose results --seen ties:2,papers:1 --ended 16:40",
    ),
    "open": (
        "kotak open 004 --purpose voting --basis pkpu:25/2023:2023-12-01 --seen ties:2,papers:1 --broken ties:2",
        "kotak open 004/DPD --purpose evidence --no-basis court-waits --seen ties:2 --resealed ties:2",
    ),
    "inspect": ("kotak inspect @held --purpose stock-taking --here --seen ties:2,papers:1",),
    "access": ("kotak access opened --why delivery --padlock door-1=bawaslu/35.79:intact --boxes 3055",),
    "attest": ("kotak attest 98", "kotak attest truck.paper"),
    "finding add": ("kotak finding add 004/DPD --code IR-05 --words 'The label is of TPS 005'",),
    "finding answer": ("kotak finding answer 4012 --does explains --words 'The labels were exchanged back'",),
    "finding list": ("kotak finding list --open",),
    "transcribe": (_FORM,),
    "minute": ("kotak minute 98 --html -o minute.html",),
    "label": ("kotak label 004 --html -o labels.html",),
    "where": (
        "kotak where 004/DPD",
        "kotak where --unit pps/35.79.02.2009",
        "kotak where --area 35.79.02 --as-of 2029-02-14T18:00",
    ),
    "chain": ("kotak chain 35.79.02.2009/004/DPD",),
    "verify": (
        "kotak verify",
        "kotak --trust trust.txt verify batu.papers --holding kept",
        "kotak verify /srv/www/batu",
    ),
    "receipt": (
        "kotak receipt 004/DPD -o dpd.tlog-proof",
        "kotak receipt 98 --at 4094 -o paper.tlog-proof",
    ),
    "passport": ("kotak passport 004 -o station-004.passport",),
    "check": (
        "kotak check dpd.tlog-proof station-004.passport",
        "kotak --trust trust.txt check truck.paper --keys keys.txt",
        "kotak check dpd.tlog-proof --anchored anchor.tlog-proof province.txt",
    ),
    "checkpoint show": ("kotak checkpoint show",),
    "checkpoint publish": ("kotak checkpoint publish", "kotak checkpoint publish --every 60 --heartbeat 3600"),
    "checkpoint adopt": ("kotak checkpoint adopt checkpoints witness.checkpoint",),
    "checkpoint request": ("kotak checkpoint request -o stick",),
    "checkpoint collect": ("kotak checkpoint collect stick",),
    "checkpoint keep": ("kotak checkpoint keep checkpoints",),
    "timestamp request": ("kotak timestamp request checkpoints -o today.tsq",),
    "timestamp fetch": ("kotak timestamp fetch today.tsq --tsa https://tsa.example/ -o today.tsr",),
    "timestamp attach": ("kotak timestamp attach checkpoints today.tsr --roots tsa.pem",),
    "timestamp verify": ("kotak timestamp verify checkpoints today.tsr --roots tsa.pem",),
    "cosign init": (
        "kotak --trust trust.txt cosign init bawaslu --key-name bawaslu.example/saksi",
        "kotak cosign init saksi-07 --mldsa",
    ),
    "cosign add": ("kotak --trust batu.txt cosign add",),
    "cosign file": ("kotak cosign file /media/stick", "kotak cosign file 1205.add-checkpoint"),
    "cosign stdin": ("kotak cosign stdin",),
    "cosign serve": ("kotak cosign serve", "kotak cosign serve --listen 127.0.0.1:8080 --rate 10"),
    "cosign show": ("kotak cosign show",),
    "paper draft": ("kotak paper draft answer --from-file answer.json",),
    "paper sign": ("kotak paper sign handover.paper",),
    "paper record": ("kotak paper record", "kotak paper record stick/*.paper"),
    "paper show": ("kotak paper show 98", "kotak paper show truck.paper"),
    "bundle export": ("kotak bundle export -o batu.papers",),
    "compare": (
        "kotak compare mine/checkpoints theirs.papers",
        "kotak compare witness-a.passport witness-b.passport -d evidence",
    ),
    "export tiles": ("kotak export tiles -o /srv/www/batu",),
    "verifier page": ("kotak verifier page -o passport.html",),
    "verifier python": ("kotak verifier python -o kotak-verify.pyz",),
    "init": (
        "kotak init --example -o election.toml",
        "kotak init election.toml",
        "kotak --ledger batu.db init --record genesis.paper",
    ),
    "trust show": ("kotak --trust trust.txt trust show",),
    "trust make": (
        f"kotak trust make --witness bawaslu={_VKEY} --quorum bawaslu -o trust-2.txt",
        "kotak trust make --group parties=4:p1,p2,p3,p4,p5 --group all=all:bawaslu,parties --quorum all -o trust-3.txt",
    ),
    "trust check": ("kotak trust check",),
    "key new": ("kotak --as 'pps/35.79.02.2009#1' key new", "kotak key new --log"),
    "key request": ("kotak --as 'pps/35.79.02.2009#1' key request --name 'Budi Santoso' -o budi.request",),
    "key show": ("kotak key show",),
    "key list": ("kotak key list",),
    "key export": ("kotak key export 'bawaslu/35.79#1' -o bawaslu.pub",),
    "enrol": (
        "kotak enrol budi.request --role chair --from 2029-01-01 --until 2029-04-30 --decree sk:2/2029:2029-01-01",
        "kotak enrol *.request --terms terms.csv --decree sk:2/2029:2029-01-01",
    ),
    "rotate": ("kotak rotate",),
    "revoke": ("kotak revoke 'pps/35.79.02.2009#1' --why stolen --since 2029-02-14T20:00",),
    "names add": ("kotak names add 'pps/35.79.02.2009#1' 'Budi Santoso'", "kotak names add --from-file names.csv"),
    "names show": ("kotak names show 'pps/35.79.02.2009#1'",),
    "names erase": ("kotak names erase 'pps/35.79.02.2009#1' --order surat:12/2030:2030-01-05",),
    "units add": (
        "kotak units add pps/35.79.02.2009 pps/35.79.02.2009/1",
        "kotak units add --from-file units.csv",
    ),
    "units show": ("kotak units show 35.79.02",),
    "manifest add": ("kotak manifest add boxes.csv",),
    "manifest withdraw": ("kotak manifest withdraw 611/DPD --why printed-twice",),
    "manifest show": ("kotak manifest show 35.79.02.2009",),
    "plan set": ("kotak plan set plan.csv",),
    "plan show": ("kotak plan show",),
    "rules set": ("kotak rules set rules.json",),
    "rules show": ("kotak rules show",),
    "stock add": ("kotak stock add cartons.csv --action delivered --ref surat-jalan:88/2028:2028-11-20",),
    "stock show": ("kotak stock show",),
    "correct": (
        "kotak correct 1204 004/DPD --why wrong-unit --keeper pps/35.79.02.2009 --with 'kpps/35.79.02.2009/004#1=acts'",
    ),
    "hold": ("kotak hold 004 --why dispute --ref putusan:7/2029:2029-02-20",),
    "lift": ("kotak lift 4031",),
    "dispose": ("kotak dispose 004 --how pulp --ref persetujuan:3/2030:2030-06-01 --seen ties:2,papers:1",),
    "anchor": ("kotak anchor checkpoint.note", "kotak anchor batu/checkpoints --of batu/trust.txt"),
    "continue": (
        "kotak continue kpu.example/pemilu-2029/kota-batu-2 --last checkpoints --with 'bawaslu/35.79#1'",
        "kotak continue --record continuation.paper",
    ),
    "demo": ("kotak demo demo-batu", "kotak demo small --stations 6 --seed 7"),
    "doctor": ("kotak doctor",),
    "rebuild": ("kotak rebuild --dry-run",),
    "config list": ("kotak config list",),
    "config get": ("kotak config get ledger",),
    "config set": ("kotak config set ledger /srv/kotak/batu.db", "kotak config set lang id"),
    "config unset": ("kotak config unset as",),
    "completion bash": ("kotak completion bash > ~/.kotak-completion.sh",),
    "completion zsh": ("kotak completion zsh > ~/.zfunc/_kotak",),
    "completion fish": ("kotak completion fish > ~/.config/fish/completions/kotak.fish",),
    "completion install": ("kotak completion install",),
    "help": ("kotak help parts", "kotak help IR-05", "kotak help key new"),
}
"""By command, lines that can be typed."""
