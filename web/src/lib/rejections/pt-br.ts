import type { Catalogue } from "./translate";

export const ptBR: Catalogue = {
  places: { line: "linha", byte: "byte", spectrum: "espectro", parameter: "parâmetro" },
  sentences: {
    "{} is a FASTA file of protein sequences, not of spectra; upload it as a protein database.":
      "{} é um arquivo FASTA de sequências de proteínas, não de espectros; envie-o como banco de proteínas.",
    "{} is a file of spectra ({}); a database is a FASTA file.":
      "{} é um arquivo de espectros ({}); um banco é um arquivo FASTA.",
    "The file is no longer stored; upload it again.": "O arquivo não está mais guardado; envie-o de novo.",
    "The file could not be inspected in {} tries ({}); upload it again.":
      "Não foi possível inspecionar o arquivo em {} tentativas ({}); envie-o de novo.",
    "the engine took longer than {} s and was stopped; use a smaller database or file":
      "o motor levou mais de {} s e foi interrompido; use um banco ou um arquivo menor",
  },
  problems: {
    "is empty": "está vazio",
    "is text in UTF-16": "é texto em UTF-16",
    "holds nothing but white space": "só contém espaços em branco",
    "holds nothing but comments": "só contém comentários",
    "is a folder": "é uma pasta",
    "is not a regular file": "não é um arquivo comum",
    "cannot be opened ({})": "não pode ser aberto ({})",
    "cannot be read ({})": "não pode ser lido ({})",
    "is a Bruker or Agilent run folder": "é a pasta de uma corrida da Bruker ou da Agilent",
    "is a Waters run folder": "é a pasta de uma corrida da Waters",
    "is a Thermo .raw file": "é um arquivo .raw da Thermo",
    "is an SQLite file, such as a Bruker .tdf, .tsf or .baf cache":
      "é um arquivo SQLite, como os .tdf, .tsf ou .baf da Bruker",
    "is a compound file, such as a SCIEX .wiff": "é um arquivo composto, como o .wiff da SCIEX",
    "is compressed with bzip2": "está comprimido com bzip2",
    "is compressed with zstd": "está comprimido com zstd",
    "is compressed with xz": "está comprimido com xz",
    "is a ZIP archive": "é um arquivo ZIP",
    "is a 7z archive": "é um arquivo 7z",
    "is gzip inside gzip": "é gzip dentro de gzip",
    "is an HDF5 file, such as mz5 or mzMLb": "é um arquivo HDF5, como mz5 ou mzMLb",
    "is a Parquet file": "é um arquivo Parquet",
    "is a PDF document": "é um documento PDF",
    "is binary; {} files are vendor formats": "é binário; arquivos {} são de formatos de fabricantes",
    "is binary data of a kind that is not known": "são dados binários de um tipo desconhecido",
    "is XML of kind {}, which holds identifications": "é XML do tipo {}, que contém identificações",
    "is XML of kind '{}'": "é XML do tipo '{}'",
    "is mzData, a format that mzML has replaced": "é mzData, um formato que o mzML substituiu",
    "is a web page, perhaps the error page of a download":
      "é uma página da web, talvez a página de erro de um download",
    "is a DTA file, which holds one spectrum": "é um arquivo DTA, que contém um só espectro",
    "is an MS1 or MS2 text file": "é um arquivo de texto MS1 ou MS2",
    "is text of a kind that is not known: '{}'": "é texto de um tipo desconhecido: '{}'",
    "is FASTA, which holds protein sequences": "é FASTA, que contém sequências de proteínas",
    "is {}, not FASTA": "é {}, não FASTA",
    "is mzML '{}', a draft from before the standard's version 1.1":
      "é mzML '{}', um rascunho anterior à versão 1.1 da norma",
    "the XML is malformed": "o XML está malformado",
    "ends before its first XML element": "termina antes do primeiro elemento XML",
    "starts as XML but has no element": "começa como XML, mas não tem elementos",
    "the file ends before its spectra": "o arquivo termina antes dos espectros",
    "the file ends before </mzML>": "o arquivo termina antes de </mzML>",
    "the file ends inside a spectrum": "o arquivo termina no meio de um espectro",
    "a spectrum has no end": "há um espectro sem fim",
    "the file ends before its scans": "o arquivo termina antes das varreduras",
    "the file ends inside a scan": "o arquivo termina no meio de uma varredura",
    "the file ends before </msRun>": "o arquivo termina antes de </msRun>",
    "there is an m/z array but no intensity array": "há valores de m/z, mas não há intensidades",
    "there are {} m/z values but {} intensities": "há {} valores de m/z, mas {} intensidades",
    "an array is written as '{}', which is not supported":
      "há dados escritos como '{}', o que não é suportado",
    "an array does not say whether its numbers have 32 or 64 bits":
      "há dados que não informam se os números têm 32 ou 64 bits",
    "an array is not valid MS-Numpress data": "há dados que não são MS-Numpress válido",
    "an array ends inside a number": "há dados que terminam no meio de um número",
    "the peaks end inside a pair of m/z and intensity":
      "os picos terminam no meio de um par de m/z e intensidade",
    "the peaks are compressed as '{}', which is not supported":
      "os picos estão comprimidos como '{}', o que não é suportado",
    "the peaks are written as '{}', which is not supported":
      "os picos estão escritos como '{}', o que não é suportado",
    "the gzip data is damaged ({})": "os dados gzip estão danificados ({})",
    "the gzip data ends too early": "os dados gzip terminam cedo demais",
    "there is other data behind the gzip data": "há outros dados depois dos dados gzip",
    "the gzip data expands to more than {} times its size, as no spectrum file does":
      "os dados gzip se expandem a mais de {} vezes o seu tamanho, como nenhum arquivo de espectros faz",
    "more than 512 MiB stand before the first spectrum": "há mais de 512 MiB antes do primeiro espectro",
    "a spectrum takes more than 512 MiB of text": "há um espectro com mais de 512 MiB de texto",
    "'{}' is neither a peak nor a KEY=VALUE parameter": "'{}' não é um pico nem um parâmetro CHAVE=VALOR",
    "'{}' is no peak": "'{}' não é um pico",
    "'{}' is no intensity": "'{}' não é uma intensidade",
    "'{}' is no charge": "'{}' não é uma carga",
    "'{}' does not belong outside BEGIN IONS … END IONS": "'{}' não cabe fora de BEGIN IONS … END IONS",
    "BEGIN IONS again in line {} before END IONS": "há outro BEGIN IONS na linha {} antes de END IONS",
    "there is a peak outside BEGIN IONS … END IONS": "há um pico fora de BEGIN IONS … END IONS",
    "the file ends before END IONS": "o arquivo termina antes de END IONS",
    "there are residues before the first header": "há resíduos antes do primeiro cabeçalho",
    "holds no protein sequence": "não contém sequências de proteínas",
    "a header is longer than 1 MiB": "há um cabeçalho com mais de 1 MiB",
    "'{}' is no residue": "'{}' não é um resíduo",
    "an entry has more than 10 million residues": "há uma entrada com mais de 10 milhões de resíduos",
    "a line is longer than 64 MiB": "há uma linha com mais de 64 MiB",
    "no protein '{}'": "não há a proteína '{}'",
    "holds {} proteins": "contém {} proteínas",
    "{} is below the least value {}": "{} está abaixo do menor valor, {}",
    "{} is above the greatest value {}": "{} está acima do maior valor, {}",
    "'{}' is not a choice": "'{}' não é uma das opções",
  },
  remedies: {
    "the file is damaged: copy or convert it again":
      "o arquivo está danificado: copie-o ou converta-o de novo",
    "convert it to mzML with msConvert (ProteoWizard)": "converta-o para mzML com o msConvert (ProteoWizard)",
    "convert it to mzML with msConvert (ProteoWizard) or ThermoRawFileParser":
      "converta-o para mzML com o msConvert (ProteoWizard) ou o ThermoRawFileParser",
    "convert the original to mzML with msConvert (ProteoWizard)":
      "converta o original para mzML com o msConvert (ProteoWizard)",
    "convert the original to mzML 1.1 with a current msConvert (ProteoWizard)":
      "converta o original para mzML 1.1 com um msConvert atual (ProteoWizard)",
    "convert the file with zlib, MS-Numpress, zstd or no compression and 32 or 64-bit numbers":
      "converta o arquivo com zlib, MS-Numpress, zstd ou sem compressão e números de 32 ou 64 bits",
    "give an mzML, mzXML or MGF file with spectra": "forneça um arquivo mzML, mzXML ou MGF com espectros",
    "give it as the database, and an mzML, mzXML or MGF file here":
      "forneça-o como banco, e aqui um arquivo mzML, mzXML ou MGF",
    "give a FASTA file of protein sequences": "forneça um arquivo FASTA de sequências de proteínas",
    "give a FASTA file with at least one entry of residues":
      "forneça um arquivo FASTA com pelo menos uma entrada com resíduos",
    "give protein sequences": "forneça sequências de proteínas",
    "give the one sequence that the file should hold": "forneça só a sequência que o arquivo deveria conter",
    "give the file that was meant, or unpack it yourself": "forneça o arquivo certo, ou descompacte-o antes",
    "give the path of a file": "forneça um arquivo",
    "check the path and its permissions": "verifique o caminho e as permissões",
    "check the disk or copy the file again": "verifique o disco ou copie o arquivo de novo",
    "check that this is a FASTA file": "verifique se este é um arquivo FASTA",
    "copy or convert it again": "copie-o ou converta-o de novo",
    "copy or compress the file again": "copie ou comprima o arquivo de novo",
    "copy the file again": "copie o arquivo de novo",
    "download the file again": "baixe o arquivo de novo",
    "merge the DTA files into one MGF file": "junte os arquivos DTA em um arquivo MGF",
    "save it as UTF-8": "salve-o em UTF-8",
    "unpack it once": "descompacte-o uma vez",
    "unpack it and give the files inside": "descompacte-o e forneça os arquivos de dentro",
    "unpack it with bunzip2, or compress it with gzip instead":
      "descompacte-o com bunzip2, ou use gzip em vez dele",
    "unpack it with unzstd, or compress it with gzip instead":
      "descompacte-o com unzstd, ou use gzip em vez dele",
    "unpack it with unxz, or compress it with gzip instead":
      "descompacte-o com unxz, ou use gzip em vez dele",
    "correct or remove the line": "corrija ou retire a linha",
    "remove the line, or start it with # as a comment": "retire a linha, ou comece-a com # como comentário",
    "insert the missing BEGIN IONS": "acrescente o BEGIN IONS que falta",
    "insert the missing END IONS": "acrescente o END IONS que falta",
    "write it as 2+ or 2+ and 3+": "escreva-a como 2+ ou 2+ and 3+",
    "start each entry with a line '>NAME'": "comece cada entrada com uma linha '>NOME'",
    "correct the sequence: one-letter residue codes": "corrija a sequência: códigos de resíduos de uma letra",
    "--expect takes an accession of the database, or a FASTA file with the protein's own sequence":
      "a proteína esperada é um código de acesso do banco, ou a sua própria sequência",
    "use one of {}": "use uma destas: {}",
  },
};
