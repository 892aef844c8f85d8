# bash completion for srokctl                              -*- shell-script -*-
#
# Commands and options are those that `srokctl --help` prints, asked once in a
# shell and command; rule directories and the daemon are never asked.

declare -gA _srokctl_words

_srokctl_ask()
{
	local key=${1:-commands} help

	if [[ -z ${_srokctl_words[$key]+set} ]]; then
		help=$(srokctl ${1:+"$1"} --help 2>/dev/null) || return
		if [[ -n $1 ]]; then
			_srokctl_words[$key]=$(grep -oE -e '^  (-., )?--[a-z-]+(=[a-z|]+$|=[a-z|]+ )?' <<<"$help" |
			    sed -E 's/^ +(-., )?//; s/ $//')
		else
			_srokctl_words[$key]=$(sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' <<<"$help")
		fi
	fi
	printf '%s\n' "${_srokctl_words[$key]}"
}

# The values of an option that takes one of a few words.
_srokctl_choices()
{
	_srokctl_ask "$1" | sed -n "s/^--$2=\\(.*|.*\\)\$/\\1/p" | tr '|' ' '
}

_srokctl()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command="" word choices i

	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		[[ $word == [a-z]* && ${COMP_WORDS[i - 1]} != -* ]] ||
			continue
		command=$word
		break
	done
	# --format=te: "=" is a word of its own.
	if [[ $prev == = && $COMP_CWORD -gt 2 ]]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $cur == = ]]; then
		cur=
	fi
	COMPREPLY=()
	if [[ -z $command ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_srokctl_ask) --help --version --config --color" -- "$cur")
		return
	fi
	if [[ $prev == --* ]]; then
		choices=$(_srokctl_choices "$command" "${prev#--}")
		if [[ -n $choices ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur")
			return
		fi
		case $prev in
		--rules)
			mapfile -t COMPREPLY < <(compgen -d -- "$cur")
			return ;;
		--config | --database | --import | --log | --socket)
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			return ;;
		esac
	fi
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_srokctl_ask "$command" | sed 's/=.*//')" -- "$cur")
	elif [[ $command == check || $command == diff ||
	    $command == backup || $command == restore ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	elif [[ $command == calendar ]]; then
		mapfile -t COMPREPLY < <(compgen -W import -- "$cur"
			compgen -f -X '!*.ics' -- "$cur")
	elif [[ $command == schedule ]]; then
		mapfile -t COMPREPLY < <(compgen -f -X '!*.ics' -- "$cur")
	elif [[ $command == outbox ]]; then
		mapfile -t COMPREPLY < <(compgen -W "retry cancel release" -- "$cur")
	fi
}

complete -o filenames -F _srokctl srokctl
